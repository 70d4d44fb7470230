import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import {
  ApproveRulesDto,
  RulesRevisionDto,
  StartRulesDto,
  TrialDto,
  WriteRulesDto,
} from '../dto/placing-rules.dto';
import { PlacingRules } from './rule-sets.service';
import { RuleTrials } from './trials.service';

@ApiTags('beds')
@Controller('api/v1/placing-rules')
export class PlacingRulesApiController {
  constructor(
    private readonly rules: PlacingRules,
    private readonly trials: RuleTrials,
  ) {}

  /** List the versions of the placing rules. */
  @Allow('placing-rules:read')
  @Get()
  all(@CurrentActor() actor: Actor) {
    return this.rules.all(actor);
  }

  /**
   * Try the draft of the placing rules out on an invented party.
   * A made-up party against the beds of the network, with the rules in force and with the draft.
   */
  @Allow('placing-rules:write')
  @Post('trials')
  @HttpCode(200)
  tryOut(@CurrentActor() actor: Actor, @Body() trial: TrialDto) {
    return this.trials.run(actor, trial);
  }

  /** Show the draft of the placing rules. */
  @Allow('placing-rules:write')
  @Get('draft')
  draft(@CurrentActor() actor: Actor) {
    return this.rules.draft(actor);
  }

  /**
   * Start the draft of the next placing rules.
   * Begins the next version from what is in force; one draft at a time.
   */
  @Allow('placing-rules:write')
  @Post('draft')
  start(@CurrentActor() actor: Actor, @Body() { note }: StartRulesDto) {
    return this.rules.start(actor, note);
  }

  /** Save the draft of the placing rules. */
  @Allow('placing-rules:write')
  @Put('draft')
  write(@CurrentActor() actor: Actor, @Body() body: WriteRulesDto) {
    return this.rules.write(actor, body);
  }

  /** Delete the draft of the placing rules. */
  @Allow('placing-rules:write')
  @Delete('draft')
  @HttpCode(204)
  drop(@CurrentActor() actor: Actor, @Query() { revision }: RulesRevisionDto) {
    return this.rules.drop(actor, revision);
  }

  /**
   * Approve the draft of the placing rules.
   * By somebody who wrote nothing of it.
   */
  @Allow('placing-rules:approve')
  @Post('draft/approval')
  approve(@CurrentActor() actor: Actor, @Body() body: ApproveRulesDto) {
    return this.rules.approve(actor, body);
  }

  /** Show one version of the placing rules. */
  @Allow('placing-rules:read')
  @Get(':version')
  version(@CurrentActor() actor: Actor, @Param('version', ParseIntPipe) version: number) {
    return this.rules.version(actor, version);
  }
}
