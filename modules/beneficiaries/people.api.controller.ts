import { Body, Controller, Get, HttpCode, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { givenUpSignal } from '../platform/web/given-up';
import { Id } from '../platform/web/id.decorator';
import { CaseFiles } from './case-file.service';
import { ShowIdentityDto } from './dto/change-person.dto';
import { ListPeopleDto, SearchPeopleDto } from './dto/list-people.dto';
import { RegisterPeopleDto } from './dto/register-people.dto';
import { ListPeople } from './list-people.service';
import { RegisterPeople } from './register-people.service';
import { SearchPeople } from './search-people.service';
import { ShowIdentity } from './show-identity.service';

@ApiTags('people')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people')
export class PeopleApiController {
  constructor(
    private readonly registering: RegisterPeople,
    private readonly lists: ListPeople,
    private readonly files: CaseFiles,
    private readonly search: SearchPeople,
  ) {}

  /** Register one person or several people together. */
  @Allow('people:register')
  @Post()
  register(
    @CurrentActor() actor: Actor,
    @Body() { people }: RegisterPeopleDto,
    @RequestId() requestId: string | null,
  ) {
    return this.registering.run(actor, people, requestId);
  }

  /** List the people whose case you may see. */
  @Allow('people:list')
  @Get()
  list(@CurrentActor() actor: Actor, @Query() query: ListPeopleDto) {
    const { after, names, ...filter } = query;
    return this.lists.run(actor, filter, { after, names: names === 'true' });
  }

  /**
   * Search for people by name, number or document.
   * A call with a body: words about a person stand in no address.
   */
  @Allow('people:list')
  @Post('search')
  @HttpCode(200)
  find(
    @CurrentActor() actor: Actor,
    @Body() { q, from }: SearchPeopleDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.search.run(actor, q, { from, signal: givenUpSignal(reply) });
  }

  /**
   * Show the file of a person: coded facts, without identity.
   * Coded facts alone; who it is takes a deliberate `POST …/identity`.
   */
  @Allow('people:read')
  @Get(':id')
  show(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.files.of(actor, id);
  }
}

@ApiTags('people')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id')
export class PersonApiController {
  constructor(private readonly identity: ShowIdentity) {}

  /**
   * Show the identity, contact or story of a person.
   * Names, birth date, contact and documents, each as far as they are open to you. Recorded.
   */
  @Allow('people:show-identity')
  @Post('identity')
  @HttpCode(200)
  show(@CurrentActor() actor: Actor, @Id() id: string, @Body() { parts }: ShowIdentityDto) {
    return this.identity.run(actor, id, parts);
  }
}
