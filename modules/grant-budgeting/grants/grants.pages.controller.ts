import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import { translateFileError } from '../../imports';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { XLSX_TYPE } from '../../platform/shared/media-types.data';
import { newForm, submitFile, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import {
  FileDownload,
  page,
  redirect,
  type PageRedirect,
  type PageView,
} from '../../platform/web/page-response';
import { oneFile } from '../../platform/web/uploads';
import { BeginGrantDraftDto, ChangeGrantDto, DecideGrantDto } from '../dto/grants.dto';
import { openingModel } from '../openings/opening.view';
import type { PostedFields } from '../posted-values.form';
import { GrantChanges, type StateChange } from './grant-changes.service';
import type { GrantDefinition } from './grant-definition.types';
import { type DraftStep, type GrantDraft, stepsOf, withStep } from './grant-draft.rules';
import { GrantDrafts } from './grant-drafts.service';
import { readGrantFile } from './grant-file.service';
import { GrantHistory, type WholeGrant } from './grant-history.queries';
import { GRANT_REFUSALS, GrantProposals } from './grant-proposals.service';
import { grantTemplate } from './grant-template.data';
import { grantWorkbook } from './grant-workbook.export';
import {
  changesModel,
  checkModel,
  currencyChoices,
  definitionModel,
  draftPath,
  stepForm,
  stepLinks,
  stepTables,
} from './grant.view';
import { Grants } from './grants.queries';

const saved = { kind: 'success', key: 'common:flash.saved' } as const;
const AT = '/budget/grants';

/** Grants in force, the steps in which one is entered, and the second person's confirmation. */
@ApiExcludeController()
@Controller('budget/grants')
export class GrantsPagesController {
  constructor(
    private readonly grants: Grants,
    private readonly drafts: GrantDrafts,
    private readonly proposals: GrantProposals,
    private readonly history: GrantHistory,
    private readonly changes: GrantChanges,
  ) {}

  @Allow('budget:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.showList(actor, request, newForm());
  }

  /** To be filled in and brought back. */
  @Allow('budget:read')
  @Get('template')
  async template(@Req() { mawa: { language } }: FastifyRequest): Promise<FileDownload> {
    const bytes = await grantWorkbook(grantTemplate, language);
    return new FileDownload(bytes, 'mawa-grant.xlsx', XLSX_TYPE);
  }

  @Allow('grants:propose')
  @Post('drafts')
  begin(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      BeginGrantDraftDto,
      body,
      request.mawa.language,
      async ({ copyOf, amends }) => {
        const { id } = amends
          ? await this.drafts.amend(actor, amends, requestId)
          : copyOf
            ? await this.drafts.copy(actor, copyOf, requestId)
            : await this.drafts.begin(actor, {}, requestId);
        return redirect(draftPath(id, 'award'));
      },
      (form) => this.showList(actor, request, form),
    );
  }

  @Allow('grants:propose')
  @RouteConfig({ takesFile: true })
  @Post('files')
  bring(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitFile(
      request.mawa.language,
      async () => {
        const draft = await readGrantFile(oneFile(request).bytes).catch(translateFileError);
        const { id } = await this.drafts.begin(actor, draft, requestId);
        return redirect(draftPath(id, 'check'));
      },
      (form) => this.showList(actor, request, form),
    );
  }

  @Allow('grants:propose')
  @Get('drafts/:id/:step')
  async step(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('step') asked: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const context = { id, language, ...(await this.drafts.read(actor, id)) };
    const step = stepNamed(context.draft, asked);
    const isAmendment = context.grantId !== null;
    const frame = {
      title: translate(language, isAmendment ? 'grants:amendment_title' : 'grants:draft_title', {
        code: context.draft.code ?? '',
      }),
      isAmendment,
      grantId: context.grantId,
      id,
      steps: stepLinks(context, step),
      requestId: randomUUID(),
    };
    if (step === 'check') {
      const errors = checkModel(context);
      // Without an error it is a whole definition.
      const { amendment: _, ...definition } = context.draft as GrantDefinition & GrantDraft;
      const now = context.grantId && (await this.history.one(actor, context.grantId)).definition;
      return page('budget/grant-check', {
        ...frame,
        errors,
        changes: now && errors.length === 0 ? changesModel(now, definition, language) : null,
        grant: errors.length === 0 ? definitionModel(definition, context.choices, language) : null,
      });
    }
    return page(step === 'award' ? 'budget/grant-award' : 'budget/grant-rows', {
      ...frame,
      path: draftPath(id, step),
      donors: context.choices.donors,
      currencies: currencyChoices,
      ...(step !== 'award' && stepTables(context, step)),
      form: stepForm(context, step),
    });
  }

  /** Keeps what was typed, right or wrong, and goes on; the check says what is missing. */
  @Allow('grants:propose')
  @RouteConfig({ bodyValues: 1_500 })
  @Post('drafts/:id/:step')
  async save(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('step') asked: string,
    @Body() { _request, act, ...body }: PostedFields,
  ): Promise<PageRedirect> {
    const draft = await this.drafts.save(actor, id, (draft) =>
      withStep(draft, stepNamed(draft, asked), body),
    );
    const steps = stepsOf(draft);
    const at = steps.indexOf(stepNamed(draft, asked));
    return redirect(draftPath(id, act === 'stay' ? steps[at]! : (steps[at + 1] ?? 'check')), saved);
  }

  @Allow('grants:propose')
  @Post('drafts/:id/proposal')
  async propose(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
  ): Promise<PageRedirect> {
    const { id: proposal } = await this.drafts.propose(actor, id, requestId);
    return redirect(`${AT}/proposals/${proposal}`, saved);
  }

  @Allow('grants:propose')
  @Post('drafts/:id/removal')
  async remove(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.drafts.remove(actor, id);
    return redirect(AT, saved);
  }

  @Allow('budget:read')
  @Get('proposals/:id')
  one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showProposal(actor, id, request, newForm());
  }

  /** The same grant as a file, to keep or to begin another one from. */
  @Allow('budget:read')
  @Get('proposals/:id/workbook')
  async workbook(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<FileDownload> {
    const { definition, code } = await this.grants.proposal(actor, id);
    if (!definition) throw notFound();
    const bytes = await grantWorkbook(definition, language);
    return new FileDownload(bytes, `${code}.xlsx`, XLSX_TYPE);
  }

  @Allow('grants:confirm')
  @Post('proposals/:id/decisions')
  decide(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      DecideGrantDto,
      body,
      request.mawa.language,
      async ({ decision, reason }) => {
        await this.proposals.decide(actor, id, decision, reason, requestId);
        return redirect(`${AT}/proposals/${id}`, saved);
      },
      (form) => this.showProposal(actor, id, request, form),
    );
  }

  /** A grant in force: where it stands, its versions, and what may be proposed. */
  @Allow('budget:read')
  @Get(':id')
  grant(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showGrant(actor, id, request, newForm());
  }

  @Allow('grants:propose')
  @Post(':id/changes')
  change(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ChangeGrantDto,
      body,
      request.mawa.language,
      async (dto) => {
        const proposal = await this.changes.change(actor, id, dto, requestId);
        return redirect(`${AT}/proposals/${proposal.id}`, saved);
      },
      (form) => this.showGrant(actor, id, request, form),
    );
  }

  /** The grant as it stands, as a workbook in which an amendment is entered. */
  @Allow('budget:read')
  @Get(':id/workbook')
  async amendmentWorkbook(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<FileDownload> {
    const { definition, code } = await this.history.one(actor, id);
    const bytes = await grantWorkbook({ ...definition, amendment: {} }, language);
    return new FileDownload(bytes, `${code}.xlsx`, XLSX_TYPE);
  }

  @Allow('budget:read')
  @Get(':id/versions/:version')
  async version(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('version') number: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const version = await this.history.version(actor, id, number);
    const { definition, before } = version;
    const { code } = definition;
    return page('budget/grant-version', {
      ...version,
      title: translate(language, 'grants:version_title', { code, version: version.version }),
      name: definition.title[language],
      changes: before && changesModel(before, definition, language),
      grant: definitionModel(definition, await this.grants.choices(actor), language),
    });
  }

  private async showGrant(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const grant = await this.history.one(actor, id);
    const proposes = may(actor, 'grants:propose') && grant.closedOn === null;
    return page(
      'budget/grant',
      {
        ...grant,
        title: translate(language, 'grants:proposal_title', { code: grant.code }),
        name: grant.definition.title[language],
        grant: definitionModel(grant.definition, await this.grants.choices(actor), language),
        proposes,
        kinds: stateChanges(grant).map((kind) => ({
          value: kind,
          label: translate(language, `grants:change.${kind}`),
        })),
        requestId: randomUUID(),
        form,
      },
      form.status,
    );
  }

  private async showList(
    actor: Actor,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const { grants, proposals } = await this.grants.list(actor);
    const proposes = may(actor, 'grants:propose');
    return page(
      'budget/grants',
      {
        title: translate(language, 'grants:title'),
        proposes,
        grants: grants.map((grant) => ({ ...grant, name: grant.title[language] })),
        proposals,
        drafts: proposes ? await this.drafts.list(actor) : [],
        requestId: randomUUID(),
        form,
      },
      form.status,
    );
  }

  private async showProposal(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const proposal = await this.grants.proposal(actor, id);
    const isOpen = proposal.state === 'proposed';
    const decides = isOpen && may(actor, 'grants:confirm');
    const { definition, before, kind, code, opening } = proposal;
    return page('budget/grant-proposal', {
      ...proposal,
      title: translate(language, `grants:proposal_of.${kind}`, { code }),
      name: (definition ?? before)?.title[language],
      isChange: kind !== 'open',
      changes: definition && before && changesModel(before, definition, language),
      grant: definition && definitionModel(definition, await this.grants.choices(actor), language),
      opening: opening && openingModel(opening),
      currency: before?.currency,
      confirms: decides && !proposal.mine,
      withdraws: decides && proposal.mine,
      copies:
        definition && !isOpen && proposal.state !== 'confirmed' && may(actor, 'grants:propose'),
      refusals: GRANT_REFUSALS.map((value) => ({
        value,
        label: translate(language, `grants:refusal.${value}`),
      })),
      requestId: randomUUID(),
      form,
    });
  }
}

function stepNamed(draft: GrantDraft, name: string): DraftStep {
  const step = stepsOf(draft).find((one) => one === name);
  if (!step) throw notFound();
  return step;
}

/** Which changes of its state a grant can take now. */
const stateChanges = ({ suspendedFrom }: WholeGrant): StateChange[] =>
  suspendedFrom === null ? ['suspend', 'close'] : ['resume', 'close'];
