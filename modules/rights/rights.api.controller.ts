import { Body, Controller, Delete, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import type { FileDownload } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import {
  AnswerRequestDto,
  CaseNumberQueryDto,
  RequestErasureDto,
  DecideErasureDto,
  LegalHoldDto,
  ReceiveRequestDto,
  WholeFileDto,
} from './dto/rights.dto';
import { Erasures } from './erasures.service';
import { LegalHolds } from './legal-holds.service';
import { Retention } from './retention.service';
import { RightsPage } from './rights-page.service';
import { RightsRequests } from './rights-requests.service';
import { WholeFileDocuments } from './whole-file/whole-file-documents.service';

@ApiTags('rights')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/rights')
export class RightsApiController {
  constructor(
    private readonly page: RightsPage,
    private readonly requests: RightsRequests,
    private readonly holds: LegalHolds,
    private readonly erasures: Erasures,
    private readonly papers: WholeFileDocuments,
  ) {}

  /**
   * Show the requests a person made about their data.
   * What was asked, what holds, what erasing would do.
   */
  @Allow('rights:handle')
  @Get()
  show(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.page.of(actor, id);
  }

  /** Record a request of a person about their data. */
  @Allow('rights:handle')
  @Post('requests')
  receive(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { kind, receivedOn }: ReceiveRequestDto,
  ) {
    return this.requests.receive(actor, id, kind, receivedOn ?? null);
  }

  /** Answer a request of a person about their data. */
  @Allow('rights:handle')
  @Post('requests/:requestId/answer')
  @HttpCode(204)
  answer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('requestId') requestId: string,
    @Body() { answer }: AnswerRequestDto,
  ) {
    return this.requests.answer(actor, id, requestId, answer);
  }

  /**
   * Download everything kept about a person as JSON.
   * Everything that is kept about this person, as JSON; recorded.
   */
  @Allow('rights:copy')
  @Post('file.json')
  @HttpCode(200)
  json(@CurrentActor() actor: Actor, @Id() id: string): Promise<FileDownload> {
    return this.papers.json(actor, id);
  }

  /** Download everything kept about a person as PDF. */
  @Allow('rights:copy')
  @Post('file.pdf')
  @HttpCode(200)
  pdf(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { language }: WholeFileDto,
  ): Promise<FileDownload> {
    return this.papers.pdf(actor, id, language);
  }

  /** Place a legal hold on the file of a person. */
  @Allow('rights:hold')
  @Post('holds')
  hold(@CurrentActor() actor: Actor, @Id() id: string, @Body() { holdReason }: LegalHoldDto) {
    return this.holds.set(actor, id, holdReason);
  }

  /** End a legal hold. */
  @Allow('rights:hold')
  @Delete('holds/:holdId')
  @HttpCode(204)
  endHold(@CurrentActor() actor: Actor, @Id() id: string, @Id('holdId') holdId: string) {
    return this.holds.end(actor, id, holdId);
  }

  /** Ask to erase the file of a person. */
  @Allow('rights:handle')
  @Post('erasure')
  ask(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { reason }: RequestErasureDto,
    @RequestId() requestId: string | null,
  ) {
    return this.erasures.ask(actor, id, reason, requestId);
  }
}

@ApiTags('rights')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/erasures')
export class ErasuresApiController {
  constructor(
    private readonly erasures: Erasures,
    private readonly retention: Retention,
  ) {}

  /** List the erasures to decide. */
  @Allow('erasures:decide')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.erasures.list(actor);
  }

  /**
   * List the files kept for longer than they may be.
   * Closed for longer than they may be kept.
   */
  @Allow('erasures:decide')
  @Get('due')
  due(@CurrentActor() actor: Actor) {
    return this.retention.due(actor);
  }

  /**
   * Show whether the file with a number was erased.
   * Whether the person with this number was erased, and when; null for every other number.
   */
  @Allow('erasures:decide')
  @Post('asked')
  @HttpCode(200)
  async asked(@CurrentActor() actor: Actor, @Body() { caseNumber }: CaseNumberQueryDto) {
    return { erasedOn: await this.erasures.erasedOn(actor, caseNumber) };
  }

  /** Decide whether a file is erased. */
  @Allow('erasures:decide')
  @Post(':erasureId/decision')
  @HttpCode(200)
  decide(
    @CurrentActor() actor: Actor,
    @Id('erasureId') id: string,
    @Body() { decision }: DecideErasureDto,
  ) {
    return this.erasures.decide(actor, id, decision);
  }

  /** Start an erasure again that failed. */
  @Allow('erasures:decide')
  @Post(':erasureId/again')
  @HttpCode(200)
  again(@CurrentActor() actor: Actor, @Id('erasureId') id: string) {
    return this.erasures.tryAgain(actor, id);
  }
}
