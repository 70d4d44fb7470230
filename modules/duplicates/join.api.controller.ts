import { Body, Controller, Get, HttpCode, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { JoinFilesDto, JoinIntoDto, PartDto } from './dto/join.dto';
import { JoinFiles } from './join.service';

@ApiTags('duplicates')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/duplicates/:pairId')
export class JoinApiController {
  constructor(private readonly files: JoinFiles) {}

  /**
   * Show what follows from joining two files.
   * What follows from joining and what stands in the way. Reading both identities is recorded.
   */
  @Allow('duplicates:merge')
  @Get('consequences')
  consequences(
    @CurrentActor() actor: Actor,
    @Id('pairId') pairId: string,
    @Query() { into }: JoinIntoDto,
  ) {
    return this.files.consequences(actor, pairId, into ?? null);
  }

  /** Join two files of one person. */
  @Allow('duplicates:merge')
  @Post('merge')
  join(
    @CurrentActor() actor: Actor,
    @Id('pairId') pairId: string,
    @Body() joining: JoinFilesDto,
    @RequestId() requestId: string | null,
  ) {
    return this.files.join(actor, pairId, joining, requestId);
  }
}

@ApiTags('duplicates')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/merges')
export class MergesApiController {
  constructor(private readonly files: JoinFiles) {}

  /** List the files that were joined to a person's file. */
  @Allow('people:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.files.merges(actor, id);
  }

  /**
   * Show what follows from undoing the joining of two files.
   * What follows from taking it back.
   */
  @Allow('duplicates:merge')
  @Get(':mergeId')
  consequences(@CurrentActor() actor: Actor, @Id() id: string, @Id('mergeId') mergeId: string) {
    return this.files.partConsequences(actor, id, mergeId);
  }

  /** Undo the joining of two files. */
  @Allow('duplicates:merge')
  @Post(':mergeId/undo')
  @HttpCode(204)
  part(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('mergeId') mergeId: string,
    @Body() { why }: PartDto,
  ): Promise<void> {
    return this.files.part(actor, id, mergeId, why);
  }
}
