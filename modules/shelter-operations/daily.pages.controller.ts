import { randomUUID } from 'node:crypto';
import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../access';
import { ListedNames } from '../beneficiaries';
import { Lists } from '../reference-lists';
import type { Actor } from '../platform/shared/actor';
import { newForm, type FormState } from '../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { submitBedForm, type PageResponse } from '../shelter-beds';
import { DutyDto, GiveDto, HandoverDto, OutingDto, SwitchDto, VisitDto } from './daily.dto';
import { handoverPage, itemsPage, registerPage } from './daily.view';
import { Duties } from './duties.service';
import { Handovers } from './handovers.service';
import { ItemsIssued } from './items.service';
import { Register } from './register.service';

const noted = { kind: 'success', key: 'house:done.called' } as const;

@ApiExcludeController()
@Controller('house')
export class DailyPagesController {
  constructor(
    private readonly register: Register,
    private readonly handovers: Handovers,
    private readonly duties: Duties,
    private readonly items: ItemsIssued,
    private readonly lists: Lists,
    private readonly names: ListedNames,
  ) {}

  @Allow('register:keep')
  @Get(':id/register')
  inside(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.showRegister(actor, id, newForm());
  }

  @Allow('register:keep')
  @Post(':id/visits')
  visit(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() key: string | null,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: VisitDto,
      act: (dto) => this.register.signIn(actor, id, dto, key),
      to: `/house/${id}/register`,
      done: 'called',
      words: 'house',
      again: (form) => this.showRegister(actor, id, form),
    });
  }

  @Allow('register:keep')
  @Post('visits/:id/end')
  async leaves(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    const { shelterId } = await this.register.signOut(actor, id);
    return redirect(`/house/${shelterId}/register`, noted);
  }

  @Allow('register:keep')
  @Post('stays/:id/outings')
  async out(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: OutingDto,
      act: (dto) => this.register.goesOut(actor, id, dto),
      to: ({ shelterId }) => `/house/${shelterId}/register#b-${id}`,
      done: 'called',
      words: 'house',
      again: async (form) => page('house/refused', { form }),
    });
  }

  @Allow('register:keep')
  @Post('outings/:id/return')
  async back(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    const { shelterId } = await this.register.comesBack(actor, id);
    return redirect(`/house/${shelterId}/register`, noted);
  }

  @Allow('handovers:keep')
  @Get(':id/handover')
  notes(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.showHandover(actor, id, newForm());
  }

  @Allow('handovers:keep')
  @Post(':id/handover')
  note(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() key: string | null,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: HandoverDto,
      act: ({ text }) => this.handovers.write(actor, id, text, key),
      to: (note) => `/house/${id}/handover#n-${note.id}`,
      done: 'handed_over',
      words: 'house',
      again: (form) => this.showHandover(actor, id, form),
    });
  }

  @Allow('handovers:keep')
  @Post('handovers/:id/reading')
  async read(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    const { shelterId } = await this.handovers.acknowledge(actor, id);
    return redirect(`/house/${shelterId}/handover`, noted);
  }

  @Allow('handovers:keep')
  @Post(':id/duties')
  begin(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() key: string | null,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: DutyDto,
      act: ({ hours }) => this.duties.begin(actor, id, hours, key),
      to: `/house/${id}/handover`,
      done: 'called',
      words: 'house',
      again: (form) => this.showHandover(actor, id, form),
    });
  }

  @Allow('handovers:keep')
  @Post(':id/duties/end')
  async end(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.duties.end(actor, id);
    return redirect(`/house/${id}/handover`, noted);
  }

  @Allow('items:give')
  @Get(':id/items')
  given(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.showItems(actor, id, newForm());
  }

  @Allow('items:give')
  @Post(':id/items')
  give(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() key: string | null,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: GiveDto,
      act: (dto) => this.items.give(actor, id, dto, key),
      to: `/house/${id}/items`,
      done: 'called',
      words: 'house',
      again: (form) => this.showItems(actor, id, form),
    });
  }

  @Allow('items:give')
  @Post('items/:id/undo')
  async takeBack(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    const { shelterId } = await this.items.undo(actor, id);
    return redirect(`/house/${shelterId}/items`, noted);
  }

  @Allow('items:switch')
  @Post(':id/items/switch')
  switch(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: SwitchDto,
      act: ({ on }) => this.items.switch(actor, id, on),
      to: `/house/${id}/items`,
      done: 'called',
      words: 'house',
      again: (form) => this.showItems(actor, id, form),
    });
  }

  private async showRegister(actor: Actor, id: string, form: FormState): Promise<PageView> {
    const purposes = await this.lists.choices(actor, 'visit_purposes');
    const register = await this.register.of(actor, id);
    return page('house/register', registerPage(register, actor, form, purposes));
  }

  private async showHandover(actor: Actor, id: string, form: FormState): Promise<PageView> {
    const duties = await this.duties.of(actor, id);
    return page(
      'house/handover',
      handoverPage({ ...(await this.handovers.of(actor, id)), duties }, actor, form),
    );
  }

  private async showItems(actor: Actor, id: string, form: FormState): Promise<PageView> {
    const choices = await this.lists.choices(actor, 'house_items');
    const items = await this.items.of(actor, id);
    const { inside, out } = items.on ? await this.register.of(actor, id) : { inside: [], out: [] };
    const model = itemsPage(items, [...inside, ...out], actor, form, choices);
    return page('house/items', {
      ...model,
      names: await this.names.of(
        actor,
        items.today.map(({ caseId }) => caseId),
      ),
      requestKey: randomUUID(),
      maySwitch: may(actor, 'items:switch'),
    });
  }
}
