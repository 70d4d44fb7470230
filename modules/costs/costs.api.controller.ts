import { Body, Controller, Get, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { Id } from '../platform/web/id.decorator';
import { protectedCosts } from './costs.view';
import { GrantCosts } from './costs.service';
import { CostsDto, UnitCostDto } from './dto/costs.dto';
import { PersonCosts } from './person/person-costs.service';
import { UnitCosts } from './standards/unit-costs.service';

@ApiTags('costs')
@Controller('api/v1')
export class CostsApiController {
  constructor(
    private readonly costs: GrantCosts,
    private readonly units: UnitCosts,
    private readonly person: PersonCosts,
  ) {}

  /**
   * Show the cost of help per person, by kind of help, stage and outcome.
   * By kind of help, stage and outcome; fewer than five people are not counted apart (`people: null`).
   */
  @Allow('budget:read')
  @Get('costs')
  async of(@CurrentActor() actor: Actor, @Query() asked: CostsDto) {
    const costs = await this.costs.of(actor, asked);
    if (!costs) throw notFound();
    return protectedCosts(costs);
  }

  /** List the standard unit costs. */
  @Allow('budget:read')
  @Get('unit-costs')
  async list(@CurrentActor() actor: Actor) {
    return { unitCosts: await this.units.list(actor) };
  }

  /**
   * Propose a standard unit cost.
   * From a day of facts on, once another person confirms it; never edited: a later day supersedes.
   */
  @Allow('rates:enter')
  @Post('unit-costs')
  propose(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: UnitCostDto,
  ) {
    return this.units.propose(actor, body, requestId);
  }

  /**
   * Show what the help for a person has cost.
   * What the help for one person has cost, by stage of their way and kind of help.
   */
  @Allow('case-costs:read')
  @UseInterceptors(NotFoundAudit)
  @Get('people/:id/costs')
  async ofPerson(@CurrentActor() actor: Actor, @Id() id: string) {
    return { costs: await this.person.of(actor, id) };
  }
}
