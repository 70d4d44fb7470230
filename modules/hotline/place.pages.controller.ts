import { randomUUID } from 'node:crypto';
import {
  Body,
  Controller,
  Get,
  Param,
  ParseUUIDPipe,
  Post,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../access';
import { AskedNotFound } from '../audit';
import type { Actor, Language } from '../../src/shared/actor';
import { DomainError } from '../../src/shared/domain-error';
import { type FormState, newForm, submitForm } from '../../src/web/forms';
import { translate } from '../../src/web/i18n';
import { page, type PageView } from '../../src/web/page';
import { callPath } from './call-pages';
import type { PersonSaid } from './call-words';
import { NeedsDto, OpenAndHoldDto, type PersonToPlaceDto, type CallPlaceDto } from './dto/call.dto';
import { FurtherHelp } from './further-help';
import { OpenFromCall, type ProposedFor } from './open-from-call.service';
import { ReadCalls } from './read-calls.service';
import { TakeCalls } from './take-calls.service';

type Posted = Record<string, unknown>;
const Id = () => Param('id', ParseUUIDPipe);
const NOBODY_YET: PersonSaid = { sex: null, age: null, accessNeed: null, pregnant: null };
const MOST = 6;
const HELD = 'hotline/held';

/** From the call to a bed and other help: who needs it, which beds fit, and one press that does the rest. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('hotline/calls/:id/bed')
export class PlacePagesController {
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
    const people = words?.people.length ? words.people : [NOBODY_YET];
    return this.show(actor, mawa.language, id, { people: [...people], help: words?.help ?? [] });
  }

  @Allow('hotline:place')
  @Post()
  async press(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() posted: Posted,
    @RequestId() requestId: string | null,
    @Req() { mawa: { language } }: FastifyRequest,
  ) {
    const { act: pressed, _request: _, ...given } = posted;
    // Where no box is ticked nothing is posted, and the sentence about it still leads there.
    const fields: Posted = { ...everybody(given), help: '', ...given };
    // The button that holds a proposal carries its beds, in the order of the people.
    const [act, beds] = String(pressed).split(':');
    if (act === 'hold' || act === 'wait' || act === 'help') {
      const body = { ...fields, ...(act === 'hold' && { beds }), noBed: String(act === 'help') };
      return submitForm(
        OpenAndHoldDto,
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
      NeedsDto,
      fields,
      language,
      async (dto) => {
        const people = act === 'more' ? [...dto.people, NOBODY_YET].slice(0, MOST) : dto.people;
        // Kept with the call, without a name, so that what was typed is there when the line comes back.
        const { help = [], nights = null } = dto;
        await this.taking.save(actor, id, { people: people.map(withoutName), help });
        return this.show(actor, language, id, { people, help, nights });
      },
      (form) => this.again(actor, language, id, fields, form),
    );
  }

  private again(actor: Actor, language: Language, id: string, fields: Posted, form: FormState) {
    const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
    const people = Array.from({ length: countOf(fields) }, (_person, index) => ({
      sex: (text(`people.${index}.sex`) || null) as PersonSaid['sex'],
      age: /^\d{1,3}$/.test(text(`people.${index}.age`))
        ? Number(text(`people.${index}.age`))
        : null,
      accessNeed: (text(`people.${index}.accessNeed`) || null) as PersonSaid['accessNeed'],
      pregnant: null,
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
    }: {
      people: readonly PersonToPlaceDto[];
      help: readonly string[];
      nights?: number | null;
      form?: FormState;
    },
  ): Promise<PageView> {
    const call = await this.reading.coded(actor, id);
    const found = await this.look(actor, id, { people: [...people], nights });
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
          sexes: ['female', 'male', 'other'].map((value) => ({
            value,
            label: say(`sex.${value}`),
            chosen: person.sex === value,
          })),
        })),
        mayAdd: people.length < MOST,
        kinds: kinds.map((kind) => ({ ...kind, chosen: help.includes(kind.value) })),
        helpOpen: help.some(Boolean) || form.errors.help !== undefined,
        lacks: found?.lacks ?? [],
        proposals: found?.proposals.map((one) => ({ ...one, beds: one.beds.join(',') })),
        asks: found?.proposals.some(({ verdict }) => verdict === 'ask'),
      },
      form.status,
    );
  }

  /** A sentence in place of beds where somebody else was first, or the people cannot be as they were typed. */
  private async look(actor: Actor, id: string, body: CallPlaceDto): Promise<ProposedFor | null> {
    try {
      return await this.opening.propose(actor, id, body);
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'invalid') return null;
      throw error;
    }
  }
}

const countOf = (fields: Posted): number =>
  Math.max(
    1,
    ...Object.keys(fields).map((name) => 1 + Number(/^people\.(\d)\./.exec(name)?.[1] ?? 0)),
  );

/** Somebody of whom nothing is known yet is somebody all the same. */
const everybody = (fields: Posted): Posted =>
  Object.fromEntries(
    Array.from({ length: countOf(fields) }, (_person, index) => [`people.${index}`, {}]),
  );

const withoutName = ({ sex, age, accessNeed, pregnant }: PersonToPlaceDto) => ({
  sex: sex ?? null,
  age: age ?? null,
  accessNeed: accessNeed ?? null,
  pregnant: pregnant ?? null,
});
