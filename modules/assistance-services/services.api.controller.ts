import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { serviceTypes } from './catalogue.queries';
import { CancelServiceDto, ListServicesDto, RecordServiceDto } from './dto/service.dto';
import { RateServices } from './ratings/rate.service';
import { ServiceNotes } from './service-notes.service';
import { ServiceLists } from './services.queries';
import { Services } from './services.service';

@ApiTags('services')
@Controller('api/v1')
export class ServicesApiController {
  constructor(
    private readonly services: Services,
    private readonly lists: ServiceLists,
    private readonly notes: ServiceNotes,
    private readonly ratings: RateServices,
    private readonly transactions: Transactions,
  ) {}

  /** List the kinds of services. */
  @Allow('services:list')
  @Get('service-types')
  async types(@CurrentActor() actor: Actor) {
    return { types: await this.transactions.run(actor, serviceTypes) };
  }

  /**
   * List the services given to your people.
   * Of those whom one may see, last given first; hand `next` back as `after`.
   */
  @Allow('services:list')
  @Get('services')
  list(@CurrentActor() actor: Actor, @Query() { after, ...filter }: ListServicesDto) {
    return this.lists.list(actor, filter, after ?? null);
  }

  /** Show a service with its rating. */
  @Allow('services:list')
  @Get('services/:id')
  async find(@CurrentActor() actor: Actor, @Id() id: string) {
    const service = await this.lists.find(actor, id);
    return { ...service, rating: await this.ratings.of(actor, id) };
  }

  /**
   * Read the sealed note of a service.
   * Opens the sealed note; the reading is recorded.
   */
  @Allow('services:list')
  @Get('services/:id/note')
  note(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.notes.read(actor, id);
  }

  /** Record a service given to a person. */
  @Allow('services:record')
  @Post('services')
  record(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: RecordServiceDto,
  ) {
    return this.services.record(actor, body, requestId);
  }

  /**
   * Cancel a service that was recorded by mistake.
   * Takes back the service and what was booked for it.
   */
  @Allow('services:cancel')
  @Post('services/:id/cancellation')
  cancel(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { reason }: CancelServiceDto,
  ) {
    return this.services.cancel(actor, id, reason, requestId);
  }
}
