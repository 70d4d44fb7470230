import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { FILE_TYPES, ImportRuns, sentBytes } from '../imports';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { ExplainItemsDto, MatchItemsDto, MonthStepDto } from './reconciliation.dto';
import { MatchLedgers } from './match-ledgers.service';
import { Reconciliation } from './reconciliation.queries';
import { SignMonth } from './sign-month.service';

const AGENCY = 'api/v1/reconciliation/:grantId/:organisationId/:month';

@ApiTags('budget')
@Controller()
export class ReconciliationApiController {
  constructor(
    private readonly reconciliation: Reconciliation,
    private readonly matching: MatchLedgers,
    private readonly months: SignMonth,
    private readonly runs: ImportRuns,
  ) {}

  /**
   * List the agencies with the state of their monthly reconciliation.
   * Each agency with its last months: its total, ours, and what is still without a reason.
   */
  @Allow('budget:read')
  @Get('api/v1/reconciliation')
  list(@CurrentActor() actor: Actor) {
    return this.reconciliation.list(actor);
  }

  /**
   * Show the reconciliation statement of an agency for a month.
   * Both ledgers up to the end of a month (2026-10): what is matched, proposed and open, and the bridge between the totals.
   */
  @Allow('budget:read')
  @Get(AGENCY)
  statement(
    @CurrentActor() actor: Actor,
    @Id('grantId') grantId: string,
    @Id('organisationId') organisationId: string,
    @Param('month') month: string,
  ) {
    return this.reconciliation.statement(actor, { grantId, organisationId }, month);
  }

  /**
   * Bring in the ledger file of an agency for a month.
   * Opens a run of the list `agency-ledgers` for this agency and month: tried out and brought in under /imports/runs.
   */
  @Allow('reconciliation:match')
  @Post(`${AGENCY}/file`)
  @ApiConsumes(...FILE_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async bring(
    @CurrentActor() actor: Actor,
    @Id('grantId') grantId: string,
    @Id('organisationId') organisationId: string,
    @Param('month') month: string,
    @Body() body: unknown,
    @RequestId() requestId: string | null,
  ) {
    const where = { grantId, organisationId };
    const given = await this.reconciliation.ofTheFile(actor, where, month);
    return this.runs.open(actor, 'agency-ledgers', sentBytes(body), requestId, given);
  }

  /**
   * Accept all sure matches of a month.
   * Proposals that need no look one by one.
   */
  @Allow('reconciliation:match')
  @Post(`${AGENCY}/sure-matches`)
  @HttpCode(200)
  matchSure(
    @CurrentActor() actor: Actor,
    @Id('grantId') grantId: string,
    @Id('organisationId') organisationId: string,
    @Param('month') month: string,
    @RequestId() requestId: string | null,
  ) {
    return this.matching.matchSure(actor, { grantId, organisationId }, month, requestId);
  }

  /** Match entries of both ledgers. */
  @Allow('reconciliation:match')
  @Post(`${AGENCY}/matches`)
  match(
    @CurrentActor() actor: Actor,
    @Id('grantId') grantId: string,
    @Id('organisationId') organisationId: string,
    @Param('month') month: string,
    @Body() body: MatchItemsDto,
    @RequestId() requestId: string | null,
  ) {
    return this.matching.match(actor, { grantId, organisationId }, month, body, requestId);
  }

  /** Undo a match of ledger entries. */
  @Allow('reconciliation:match')
  @Post('api/v1/ledger-matches/:id/parting')
  part(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.matching.part(actor, id);
  }

  /**
   * Record the reason of unmatched ledger entries.
   * Why items have nothing on the other side.
   */
  @Allow('reconciliation:match')
  @Post(`${AGENCY}/reasons`)
  explain(
    @CurrentActor() actor: Actor,
    @Id('grantId') grantId: string,
    @Id('organisationId') organisationId: string,
    @Param('month') month: string,
    @Body() body: ExplainItemsDto,
    @RequestId() requestId: string | null,
  ) {
    return this.matching.explain(actor, { grantId, organisationId }, month, body, requestId);
  }

  /**
   * Prepare, sign or unlock the reconciliation of a month.
   * Prepared by one, signed by another; asked to be unlocked by one, unlocked by another.
   */
  @Allow('reconciliation:sign')
  @Post(`${AGENCY}/steps`)
  take(
    @CurrentActor() actor: Actor,
    @Id('grantId') grantId: string,
    @Id('organisationId') organisationId: string,
    @Param('month') month: string,
    @Body() body: MonthStepDto,
    @RequestId() requestId: string | null,
  ) {
    return this.months.take(actor, { grantId, organisationId }, month, body, requestId);
  }
}
