import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import {
  AddEmployerDto,
  AddOfferDto,
  ChangeEmployerDto,
  ChangeOfferDto,
  WageFloorDto,
  VetEmployerDto,
} from '../dto/work.dto';
import { WageFloors } from '../floors/floors.service';
import { Employers } from './employers.service';
import { Offers } from './offers.service';

@ApiTags('work')
@Controller('api/v1/training/work')
export class EmployersApiController {
  constructor(
    private readonly employers: Employers,
    private readonly offers: Offers,
    private readonly floors: WageFloors,
  ) {}

  /** List the employers. */
  @Allow('work:employers')
  @Get('employers')
  async all(@CurrentActor() actor: Actor) {
    return { employers: await this.employers.all(actor) };
  }

  /** Add an employer. */
  @Allow('work:vet')
  @Post('employers')
  add(
    @CurrentActor() actor: Actor,
    @Body() body: AddEmployerDto,
    @RequestId() requestId: string | null,
  ) {
    return this.employers.add(actor, body, requestId);
  }

  /**
   * Show an employer with its vettings and offers.
   * With whom one speaks to and what was found: recorded. People only where the reader accompanies them.
   */
  @Allow('work:employers')
  @Get('employers/:employerId')
  one(@CurrentActor() actor: Actor, @Id('employerId') id: string) {
    return this.employers.one(actor, id);
  }

  /**
   * Change an employer.
   * With the `revision` that was read; its vettings and offers stay.
   */
  @Allow('work:vet')
  @Put('employers/:employerId')
  @HttpCode(204)
  change(
    @CurrentActor() actor: Actor,
    @Id('employerId') id: string,
    @Body() body: ChangeEmployerDto,
  ) {
    return this.employers.change(actor, id, body);
  }

  /** Record the vetting of an employer. */
  @Allow('work:vet')
  @Post('employers/:employerId/vettings')
  vet(
    @CurrentActor() actor: Actor,
    @Id('employerId') id: string,
    @Body() body: VetEmployerDto,
    @RequestId() requestId: string | null,
  ) {
    return this.employers.vet(actor, id, body, requestId);
  }

  /** Record a job offer of an employer. */
  @Allow('work:vet')
  @Post('employers/:employerId/offers')
  offer(
    @CurrentActor() actor: Actor,
    @Id('employerId') id: string,
    @Body() body: AddOfferDto,
    @RequestId() requestId: string | null,
  ) {
    return this.offers.add(actor, id, body, requestId);
  }

  /**
   * List the open job offers.
   * Those that hold today or later, with the places that are taken: a number, never who.
   */
  @Allow('work:employers')
  @Get('offers')
  async open(@CurrentActor() actor: Actor) {
    return { offers: await this.offers.open(actor) };
  }

  /**
   * Change a job offer.
   * With the `revision` that was read. Not below the places that are held; its last day ends it.
   */
  @Allow('work:vet')
  @Put('offers/:offerId')
  @HttpCode(204)
  async changeOffer(
    @CurrentActor() actor: Actor,
    @Id('offerId') id: string,
    @Body() body: ChangeOfferDto,
  ) {
    await this.offers.change(actor, id, body);
  }

  /** List the minimum wages. */
  @Allow('work:employers')
  @Get('floors')
  floorsOf(@CurrentActor() actor: Actor) {
    return this.floors.all(actor);
  }

  /**
   * Propose a minimum wage.
   * In force from its day once another person confirms it.
   */
  @Allow('work:vet')
  @Post('floors')
  proposeFloor(
    @CurrentActor() actor: Actor,
    @Body() body: WageFloorDto,
    @RequestId() requestId: string | null,
  ) {
    return this.floors.propose(actor, body, requestId);
  }
}
