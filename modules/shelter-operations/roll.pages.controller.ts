import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../access';
import { ListedNames } from '../beneficiaries';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { submitBedForm, withoutRequestKey, type PageResponse, NightDto } from '../shelter-beds';
import { DutyNumbers } from '../shelter-inventory';
import {
  CallMissingDto,
  LeaveDto,
  MissingEndDto,
  MissingStepDto,
  RollAnswerDto,
} from './house.dto';
import { Leaves } from './leaves.service';
import { MissingPeople } from './missing.service';
import { Movements } from './movements.service';
import { movementsPage } from './movements.view';
import { housesOfActor } from './residents.queries';
import { RollCall } from './roll-call.service';
import { callMissingPage, missingPage, rollPage } from './roll.view';

@ApiExcludeController()
@Controller('house')
export class RollPagesController {
  constructor(
    private readonly transactions: Transactions,
    private readonly roll: RollCall,
    private readonly leaves: Leaves,
    private readonly missing: MissingPeople,
    private readonly movements: Movements,
    private readonly names: ListedNames,
    private readonly dutyNumbers: DutyNumbers,
  ) {}

  /** One's own house, or a choice of them. */
  @Allow('house:see')
  @Get()
  async mine(@CurrentActor() actor: Actor): Promise<PageView | PageRedirect> {
    const houses = await this.transactions.run(actor, (tx) => housesOfActor(tx));
    if (houses.length === 1) return redirect(`/house/${houses[0]!.id}/roll`);
    return page('house/houses', { houses });
  }

  @Allow('house:see')
  @Get(':id/movements')
  async coming(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    const found = await this.movements.of(actor, id);
    const cases = found.movements.map(({ caseId }) => caseId);
    return page('house/movements', {
      ...movementsPage(found, actor),
      names: await this.names.of(actor, cases),
    });
  }

  @Allow('house:call')
  @Get(':id/roll')
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { night }: NightDto,
  ): Promise<PageView> {
    return this.showRoll(actor, id, night, newForm());
  }

  @Allow('house:call')
  @Post(':id/roll')
  call(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() key: string | null,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: RollAnswerDto,
      act: async ({ night, bookingId, presence, rest }) => {
        const calls = bookingId && presence ? [{ bookingId, presence }] : [];
        const said = await this.roll.call(actor, id, { night, calls, rest }, key);
        return { ...said, bookingId };
      },
      to: ({ night, bookingId }) =>
        `/house/${id}/roll?night=${night}${bookingId ? `#b-${bookingId}` : ''}`,
      done: ({ leavesKept }) => (leavesKept > 0 ? 'called_leave_kept' : 'called'),
      words: 'house',
      again: (form) => this.showRoll(actor, id, undefined, form),
    });
  }

  /** Asks once for confirmation, with the name, because other colleagues are alerted. */
  @Allow('house:call')
  @Get(':id/roll/missing')
  ask(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() query: CallMissingDto,
  ): Promise<PageView | PageRedirect> {
    return this.askIfMissing(actor, id, query, newForm());
  }

  @Allow('house:call')
  @Post(':id/roll/missing')
  callMissing(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() key: string | null,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      CallMissingDto,
      withoutRequestKey(request.body),
      request.mawa.language,
      async ({ bookingId, night }) => {
        const calls = [{ bookingId, presence: 'missing' as const }];
        const { missing } = await this.roll.call(actor, id, { night, calls }, key);
        return redirect(`/house/missing/${missing[0]!}`, {
          kind: 'success',
          key: 'house:done.called',
        });
      },
      (form) => this.showRoll(actor, id, undefined, form),
    );
  }

  @Allow('house:leave')
  @Post('stays/:id/leaves')
  leave(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() key: string | null,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: LeaveDto,
      act: (dto) => this.leaves.grant(actor, id, dto, key),
      to: `/beds/bookings/${id}`,
      done: 'leave_noted',
      words: 'house',
      again: async (form) => page('house/leave', { form, bookingId: id }),
    });
  }

  @Allow('house:leave')
  @Post('leaves/:id/end')
  async endLeave(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { to }: Record<string, unknown>,
  ): Promise<PageRedirect> {
    const stay = await this.leaves.stayOf(actor, id);
    const path =
      to === 'register'
        ? `/house/${stay.shelterId}/register#b-${stay.id}`
        : `/beds/bookings/${stay.id}`;
    try {
      await this.leaves.end(actor, id);
    } catch (error) {
      // A colleague noted it first, or another window: what is wanted is so.
      if (!(error instanceof DomainError) || error.code !== 'house.leave_is_over') throw error;
      return redirect(path, { kind: 'info', key: 'house:errors.leave_is_over' });
    }
    return redirect(path, { kind: 'success', key: 'house:done.is_back' });
  }

  @Allow('house:missing')
  @Get('missing/:id')
  look(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.showMissing(actor, id, newForm());
  }

  @Allow('house:missing')
  @Post('missing/:id/steps')
  step(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: MissingStepDto,
      act: ({ step }) => this.missing.done(actor, id, step),
      to: ({ step }) => `/house/missing/${id}#s-${step}`,
      done: 'step_done',
      words: 'house',
      again: (form) => this.showMissing(actor, id, form),
    });
  }

  @Allow('house:call')
  @Post('missing/:id/end')
  end(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: MissingEndDto,
      act: ({ outcome }) => this.missing.end(actor, id, outcome),
      to: ({ shelterId }) => `/house/${shelterId}/roll`,
      done: 'missing_ended',
      words: 'house',
      again: (form) => this.showMissing(actor, id, form),
    });
  }

  /** Missing people have a page of their own. */
  private async askIfMissing(
    actor: Actor,
    id: string,
    { bookingId, night }: CallMissingDto,
    form: FormState,
  ): Promise<PageView | PageRedirect> {
    const roll = await this.roll.of(actor, id, night);
    const person = roll.people.find((one) => one.bookingId === bookingId);
    if (!person) throw notFound();
    if (person.missingId) return redirect(`/house/missing/${person.missingId}`);
    return page('house/call-missing', callMissingPage(roll, person, actor, form));
  }

  private async showRoll(
    actor: Actor,
    id: string,
    night: CivilDate | undefined,
    form: FormState,
  ): Promise<PageView> {
    const roll = await this.roll.of(actor, id, night);
    const expected = roll.expected.map(({ caseId }) => caseId);
    const names = await this.names.of(actor, expected);
    return page('house/roll', { ...rollPage(roll, actor, form), names });
  }

  private async showMissing(actor: Actor, id: string, form: FormState): Promise<PageView> {
    const person = await this.missing.one(actor, id);
    // The step "inform the colleague on call" needs the number; showing it is audited.
    const isToTell = person.steps.some(({ code, by }) => code === 'tell_on_call' && !by);
    const duty =
      isToTell && person.endedAt === null && person.here && may(actor, 'duty-number:read')
        ? await this.dutyNumbers.show(actor, person.shelterId)
        : null;
    return page('house/missing', { ...missingPage(person, actor, form), duty });
  }
}
