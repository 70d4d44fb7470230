import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  Put,
  UseInterceptors,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { EndIntake } from './end-intake.service';
import {
  AddPersonDto,
  BeginIntakeDto,
  CancelIntakeDto,
  HandOverDto,
  MovePersonDto,
  RegisterIntakeDto,
  SaveStepDto,
} from './intake.dto';
import { typed } from './intake.form';
import type { IntakeStep } from './intake.rules';
import { Intakes, type IntakeState, type PeopleChange } from './intakes.service';
import { StepPipe } from './step.pipe';

/** What a caller needs to go on: where it stands, what was typed, what is not right yet. */
const toIntakeResponse = ({ intake, draft, problems, taken }: IntakeState) => ({
  ...intake,
  ...draft,
  taken,
  problems: problems.map(({ field, code, params }) => ({ field, code, params })),
});

@ApiTags('intakes')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/intakes')
export class IntakesApiController {
  constructor(
    private readonly intakes: Intakes,
    private readonly ending: EndIntake,
  ) {}

  /** List your open intakes. */
  @Allow('people:register')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.intakes.mine(actor);
  }

  /** Begin an intake. */
  @Allow('people:register')
  @Post()
  begin(
    @CurrentActor() actor: Actor,
    @Body() { others }: BeginIntakeDto,
    @RequestId() requestId: string | null,
  ) {
    return this.intakes.begin(actor, others, requestId);
  }

  /**
   * Show an intake with all that was entered.
   * All that was typed. Recorded.
   */
  @Allow('people:register')
  @Get(':id')
  async show(@CurrentActor() actor: Actor, @Id() id: string) {
    return toIntakeResponse(await this.intakes.read(actor, id));
  }

  /** Save a step of an intake. */
  @Allow('people:register')
  @Put(':id/steps/:step')
  async save(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('step', StepPipe) step: IntakeStep,
    @Body() { answers, was, ...saved }: SaveStepDto,
  ) {
    const read = was ? typed(was) : null;
    const given = { ...saved, answers: typed(answers), was: read };
    return toIntakeResponse(await this.intakes.save(actor, id, step, given));
  }

  /** Add a person to an intake. */
  @Allow('people:register')
  @Post(':id/people')
  async add(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { revision, relation = '' }: AddPersonDto,
  ) {
    return this.change(actor, id, revision, { add: relation });
  }

  /**
   * Remove a person from an intake.
   * What was typed about them can be brought back until the intake ends.
   */
  @Allow('people:register')
  @Post(':id/people/:place/removal')
  remove(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('place', ParseIntPipe) place: number,
    @Body() { revision }: MovePersonDto,
  ) {
    return this.change(actor, id, revision, { remove: place });
  }

  /** Bring back a person who was removed from an intake. */
  @Allow('people:register')
  @Post(':id/people/:place/return')
  bringBack(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('place', ParseIntPipe) place: number,
    @Body() { revision }: MovePersonDto,
  ) {
    return this.change(actor, id, revision, { return: place });
  }

  /**
   * Register everybody in an intake.
   * Everybody in it, or nobody; pressed twice, once.
   */
  @Allow('people:register')
  @Post(':id/registration')
  register(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { revision }: RegisterIntakeDto,
  ) {
    return this.ending.register(actor, id, revision);
  }

  /** Hand an intake over to a colleague. */
  @Allow('people:register')
  @Post(':id/hand-over')
  @HttpCode(204)
  handOver(@CurrentActor() actor: Actor, @Id() id: string, @Body() { userId }: HandOverDto) {
    return this.ending.handOver(actor, id, userId);
  }

  /** Cancel an intake. */
  @Allow('people:register')
  @Post(':id/cancellation')
  @HttpCode(204)
  cancel(@CurrentActor() actor: Actor, @Id() id: string, @Body() { reason }: CancelIntakeDto) {
    return this.ending.cancel(actor, id, reason);
  }

  private async change(actor: Actor, id: string, revision: number, people: PeopleChange) {
    const saved = { revision, answers: {}, places: [], people };
    return toIntakeResponse(await this.intakes.save(actor, id, 'people', saved));
  }
}
