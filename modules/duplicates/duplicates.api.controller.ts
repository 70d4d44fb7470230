import { Body, Controller, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { AnswerDuplicateDto, MarkNotSameDto } from './dto/duplicate.dto';
import { ReviewDuplicates } from './review.service';

@ApiTags('duplicates')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/duplicates')
export class DuplicatesApiController {
  constructor(private readonly review: ReviewDuplicates) {}

  /**
   * List the files that may be of the same person.
   * Pairs of which you see both files; of the others your own side.
   */
  @Allow('duplicates:review')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.review.list(actor);
  }

  /** Show a pair of files that may be of the same person. */
  @Allow('duplicates:review')
  @Get(':pairId')
  look(@CurrentActor() actor: Actor, @Id('pairId') pairId: string) {
    return this.review.look(actor, pairId);
  }

  /**
   * Show the identities of both files of a pair.
   * Who both are. Recorded.
   */
  @Allow('duplicates:review')
  @Post(':pairId/identity')
  @HttpCode(200)
  names(@CurrentActor() actor: Actor, @Id('pairId') pairId: string) {
    return this.review.names(actor, pairId);
  }

  /** Answer whether a colleague may look at your file of a possible duplicate. */
  @Allow('duplicates:review')
  @Post(':pairId/answer')
  @HttpCode(204)
  answer(
    @CurrentActor() actor: Actor,
    @Id('pairId') pairId: string,
    @Body() { answer }: AnswerDuplicateDto,
  ): Promise<void> {
    return this.review.answer(actor, pairId, answer);
  }

  /** Record that two files are of different people. */
  @Allow('duplicates:review')
  @Post(':pairId/apart')
  @HttpCode(204)
  apart(
    @CurrentActor() actor: Actor,
    @Id('pairId') pairId: string,
    @Body() { why }: MarkNotSameDto,
  ): Promise<void> {
    return this.review.markNotSame(actor, pairId, why);
  }
}
