import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, InPerson, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { ConsentTexts } from './consent-texts.service';
import { ProposeTextDto } from './dto/consent-text.dto';

@ApiTags('consents')
@Controller('api/v1/consent-texts')
export class ConsentTextsApiController {
  constructor(private readonly texts: ConsentTexts) {}

  /** List the consent texts. */
  @Allow('consent-texts:read')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.texts.list(actor);
  }

  /** Show a consent text. */
  @Allow('consent-texts:read')
  @Get(':textId')
  of(@CurrentActor() actor: Actor, @Id('textId') id: string) {
    return this.texts.of(actor, id);
  }

  /** Propose a consent text. */
  @Allow('consent-texts:write')
  @Post()
  propose(
    @CurrentActor() actor: Actor,
    @Body() body: ProposeTextDto,
    @RequestId() requestId: string | null,
  ) {
    return this.texts.propose(actor, body, requestId);
  }

  /** Approve a consent text. */
  @Allow('consent-texts:write')
  @HttpCode(204)
  @InPerson()
  @Post(':textId/approval')
  approve(@CurrentActor() actor: Actor, @Id('textId') id: string): Promise<void> {
    return this.texts.approve(actor, id);
  }
}
