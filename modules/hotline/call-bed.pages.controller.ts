import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { ageAsSaid } from './age-as-said.rules';
import { callPath } from './call-pages.view';
import { type CallPerson, personOfCall } from './hotline-seals.service';
import {
  CallNeedsDto,
  OpenCasesDto,
  type PersonNeedingBedDto,
  type BedNeedDto,
} from './dto/call.dto';
import { FurtherHelp } from './further-help.service';
import { OpenFromCall, type CallBedProposals } from './open-from-call.service';
import { ReadCalls } from './read-calls.service';
import { TakeCalls } from './take-calls.service';

type FormBody = Record<string, unknown>;
const EMPTY_PERSON = personOfCall({});
const MAX_PEOPLE = 6;
const HELD = 'hotline/held';

/** From the call to a bed and other help: who needs it, which beds fit, and one press that does the rest. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('hotline/calls/:id/bed')
export class CallBedPagesController {
  constructor(
    private readonly reading: ReadCalls,
    private readonly taking: TakeCalls,
    private readonly opening: OpenFromCall,
    private readonly help: FurtherHelp,
  ) {}

  @Allow('hotline:place')
  @Get()
  async form(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    const { words } = await this.reading.one(actor, id);
    const people = words?.people.length ? words.people : [EMPTY_PERSON];
    return this.show(actor, mawa.language, id, { people: [...people], help: words?.help ?? [] });
  }

  @Allow('hotline:place')
  @Post()
  async press(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() posted: FormBody,
    @RequestId() requestId: string | null,
    @Req() { mawa: { language } }: FastifyRequest,
  ) {
    const { act: pressed, _request: _, ...given } = posted;
    // Where no box is ticked nothing is posted, and the sentence about it still leads there.
    const fields: FormBody = { ...everybody(given), help: '', ...given };
    // The button that holds a proposal carries its beds, in the order of the people.
    const [act, beds] = String(pressed).split(':');
    if (act === 'hold' || act === 'wait' || act === 'help') {
      const body = { ...fields, ...(act === 'hold' && { beds }), noBed: String(act === 'help') };
      return submitForm(
        OpenCasesDto,
        body,
        language,
        async (dto) =>
          page(HELD, {
            title: translate(language, 'hotline:held.title'),
            path: callPath(id),
            ...(await this.opening.run(actor, id, dto, requestId)),
            help: (await this.help.kinds(actor, language)).filter(({ value }) =>
              dto.help?.includes(value),
            ),
          }),
        (form) => this.again(actor, language, id, fields, form),
      );
    }
    return submitForm(
      CallNeedsDto,
      fields,
      language,
      async (dto) => {
        const people =
          act === 'more' ? [...dto.people, EMPTY_PERSON].slice(0, MAX_PEOPLE) : dto.people;
        // Stored with the call, without a name, so that the input survives a lost connection.
        const { help = [], nights = null } = dto;
        await this.taking.save(actor, id, { people: people.map(personOfCall), help });
        const opened = people.length > dto.people.length ? 'person' : 'beds';
        return this.show(actor, language, id, { people, help, nights, opened });
      },
      (form) => this.again(actor, language, id, fields, form),
    );
  }

  private again(actor: Actor, language: Language, id: string, fields: FormBody, form: FormState) {
    const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
    const people = Array.from({ length: countOf(fields) }, (_person, index) => ({
      ...EMPTY_PERSON,
      sex: (text(`people.${index}.sex`) || null) as CallPerson['sex'],
      age: ageTyped(text(`people.${index}.age`)),
      accessNeed: (text(`people.${index}.accessNeed`) || null) as CallPerson['accessNeed'],
      name: text(`people.${index}.name`),
    }));
    const help = [fields.help].flat().map(String);
    return this.show(actor, language, id, { people, help, form });
  }

  private async show(
    actor: Actor,
    language: Language,
    id: string,
    {
      people,
      help,
      nights = null,
      form = newForm(),
      opened = null,
    }: {
      people: readonly PersonNeedingBedDto[];
      help: readonly string[];
      nights?: number | null;
      form?: FormState;
      /** Section that was just opened, which gets the focus. */
      opened?: 'person' | 'beds' | null;
    },
  ): Promise<PageView> {
    const call = await this.reading.coded(actor, id);
    const corrects = isWrongOfPeople(form);
    const found = corrects ? null : await this.look(actor, id, { people: [...people], nights });
    const kinds = await this.help.kinds(actor, language);
    const say = (key: string) => translate(language, `hotline:${key}`);
    return page(
      'hotline/bed',
      {
        title: say('bed.title'),
        form,
        path: callPath(id, '/bed'),
        backPath: callPath(id),
        nights,
        requestKey: randomUUID(),
        beganAt: call.beganAt,
        people: people.map((person, index) => ({
          ...person,
          index,
          number: index + 1,
          only: people.length === 1,
          age: form.values[`people.${index}.age`] ?? person.age,
          ageError: form.errors[`people.${index}.age`],
          isNew: opened === 'person' && index === people.length - 1,
          sexes: ['female', 'male', 'other'].map((value) => ({
            value,
            label: say(`sex.${value}`),
            chosen: person.sex === value,
          })),
        })),
        mayAdd: people.length < MAX_PEOPLE,
        hasLooked: opened === 'beds',
        kinds: kinds.map((kind) => ({ ...kind, chosen: help.includes(kind.value) })),
        helpOpen: help.some(Boolean) || form.errors.help !== undefined,
        corrects,
        minor: minorInWords(found?.unaccompanied ?? false, call.minor === 'yes', people, language),
        lacks: found?.lacks ?? [],
        proposals: found?.proposals.map((one) => ({ ...one, beds: one.beds.join(',') })),
        noneFits: found !== null && found.proposals.length === 0,
        asks: found?.proposals.some(({ verdict }) => verdict === 'ask'),
      },
      form.status,
    );
  }

  /** A sentence in place of beds where somebody else was first, or the people cannot be as they were typed. */
  private async look(actor: Actor, id: string, body: BedNeedDto): Promise<CallBedProposals | null> {
    try {
      return await this.opening.propose(actor, id, body);
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'invalid') return null;
      throw error;
    }
  }
}

function ageTyped(typed: string): number | null {
  const age = ageAsSaid(typed);
  return typeof age === 'number' ? age : null;
}

/** Errors about the people invalidate every proposal. */
const isWrongOfPeople = ({ errors }: FormState): boolean =>
  Object.keys(errors).some((field) => field.startsWith('people.'));

/** Text as on the waiting list; if the caller mentioned a minor, until ages identify them. */
function minorInWords(
  unaccompanied: boolean,
  saidInCall: boolean,
  people: readonly PersonNeedingBedDto[],
  language: Language,
): string | null {
  const protect = translate(language, 'hotline:step.protect_child');
  if (unaccompanied) return `${translate(language, 'waiting:part.unaccompanied')}. ${protect}`;
  const isOpen = people.some(({ age }) => typeof age !== 'number');
  return saidInCall && isOpen
    ? `${translate(language, 'hotline:bed.minor_said')} ${protect}`
    : null;
}

const countOf = (fields: FormBody): number =>
  Math.max(
    1,
    ...Object.keys(fields).map((name) => 1 + Number(/^people\.(\d)\./.exec(name)?.[1] ?? 0)),
  );

/** Keeps people about whom nothing is known yet. */
const everybody = (fields: FormBody): FormBody =>
  Object.fromEntries(
    Array.from({ length: countOf(fields) }, (_person, index) => [`people.${index}`, {}]),
  );
