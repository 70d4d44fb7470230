import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AllowQuietly, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import {
  AddAccusedDto,
  ListComplaintsDto,
  ReadComplaintDto,
  ComplaintAnswerDto,
  CheckDto,
  ComplaintLinkDto,
  MeasureDto,
  ComplaintNoteDto,
  ClassifyComplaintDto,
  ComplaintStepDto,
} from './dto/complaint.dto';
import { ComplaintTriage } from './complaint-triage.service';
import { accusedFrom, classificationFrom } from './dto/complaint-input.dto';
import { ComplaintHandling } from './complaint-handling.service';
import { ComplaintAssignments } from './complaint-assignments.service';
import { ComplaintRetention } from './complaint-retention.service';
import { ComplaintCaseLinks } from './complaint-case-links.service';
import { ReadComplaints } from './read-complaints.service';

const HANDLE = 'complaints:handle';

@ApiTags('complaints')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/complaints')
export class ComplaintsApiController {
  constructor(
    private readonly reading: ReadComplaints,
    private readonly following: ComplaintHandling,
    private readonly directing: ComplaintTriage,
    private readonly handing: ComplaintAssignments,
    private readonly linking: ComplaintCaseLinks,
    private readonly keeping: ComplaintRetention,
  ) {}

  /** List the complaints that you may handle. */
  @AllowQuietly(HANDLE)
  @Get()
  async list(@CurrentActor() actor: Actor, @Query() asked: ListComplaintsDto) {
    const { complaints, next, queued } = await this.reading.list(actor, {
      closed: asked.closed === '1',
      page: Number(asked.page ?? 1),
    });
    return { complaints, next, queued };
  }

  /** Show a complaint. */
  @AllowQuietly(HANDLE)
  @Get(':id')
  get(@CurrentActor() actor: Actor, @Id() id: string, @Query() { words }: ReadComplaintDto) {
    return this.reading.get(actor, id, words === '1');
  }

  /** Move a complaint to its next step. */
  @AllowQuietly(HANDLE)
  @Post(':id/steps')
  @HttpCode(204)
  step(@CurrentActor() actor: Actor, @Id() id: string, @Body() { to, reason }: ComplaintStepDto) {
    return this.following.step(actor, id, to, reason ?? null);
  }

  /** Answer the person who complained. */
  @AllowQuietly(HANDLE)
  @Post(':id/answers')
  answer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { text, final }: ComplaintAnswerDto,
    @RequestId() requestId: string | null,
  ) {
    return this.following.answer(actor, id, { text, final: final === 'yes' }, requestId);
  }

  /** Add an internal note to a complaint. */
  @AllowQuietly(HANDLE)
  @Post(':id/notes')
  note(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { note }: ComplaintNoteDto,
    @RequestId() requestId: string | null,
  ) {
    return this.following.addNote(actor, id, note, requestId);
  }

  /** Record a measure taken after a complaint. */
  @AllowQuietly(HANDLE)
  @Post(':id/measures')
  measure(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { measure, measureNote }: MeasureDto,
    @RequestId() requestId: string | null,
  ) {
    return this.following.measure(
      actor,
      id,
      { kind: measure, text: measureNote ?? null },
      requestId,
    );
  }

  /** Record the check for retaliation after a complaint. */
  @AllowQuietly(HANDLE)
  @Post(':id/check')
  @HttpCode(204)
  check(@CurrentActor() actor: Actor, @Id() id: string, @Body() { finding, checkNote }: CheckDto) {
    return this.following.check(actor, id, { finding, text: checkNote ?? null });
  }

  /** Classify a complaint. */
  @AllowQuietly(HANDLE)
  @Post(':id/sorting')
  @HttpCode(204)
  sort(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: ClassifyComplaintDto) {
    return this.directing.sort(actor, id, classificationFrom(body));
  }

  /** Record who is accused in a complaint. */
  @AllowQuietly(HANDLE)
  @Post(':id/accused')
  accuse(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: AddAccusedDto) {
    return this.directing.accuse(actor, id, accusedFrom(body));
  }

  /** Link a complaint to the file of a person. */
  @AllowQuietly(HANDLE)
  @Post(':id/link')
  @HttpCode(204)
  link(@CurrentActor() actor: Actor, @Id() id: string, @Body() { caseNumber }: ComplaintLinkDto) {
    return this.linking.link(actor, id, caseNumber);
  }

  /** Remove the link of a complaint to the file of a person. */
  @AllowQuietly(HANDLE)
  @Delete(':id/link')
  @HttpCode(204)
  unlink(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.linking.unlink(actor, id);
  }

  /** Take over a complaint. */
  @AllowQuietly(HANDLE)
  @Post(':id/taking')
  @HttpCode(204)
  takeOver(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.handing.takeOver(actor, id);
  }

  /** Become the second focal point of a complaint. */
  @AllowQuietly(HANDLE)
  @Post(':id/second')
  @HttpCode(204)
  beSecond(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.handing.beSecond(actor, id);
  }

  /** Hand a complaint up to the next level. */
  @AllowQuietly(HANDLE)
  @Post(':id/hand-up')
  @HttpCode(204)
  handUp(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.handing.handUp(actor, id);
  }

  /** Step aside from a complaint for a conflict of interest. */
  @AllowQuietly(HANDLE)
  @Post(':id/stepping-aside')
  @HttpCode(204)
  stepAside(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.handing.stepAside(actor, id);
  }

  /** Ask to destroy the content of a complaint. */
  @AllowQuietly(HANDLE)
  @Post(':id/destruction')
  @HttpCode(204)
  askToDestroy(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.keeping.askToDestroy(actor, id);
  }

  /** Approve that the content of a complaint is destroyed. */
  @AllowQuietly(HANDLE)
  @Post(':id/destruction/approval')
  @HttpCode(204)
  destroy(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.keeping.destroy(actor, id);
  }
}
