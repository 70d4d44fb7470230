import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { type PostedFields } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import {
  type CapacityFormBuilder,
  type CapacityFormTarget,
  CapacityPages,
} from '../capacity-pages.view';
import { capacityActs, type PageResult, trainingTarget } from '../capacity-acts.view';
import { hoursOf, ROOT } from '../capacity.view';
import { CertifyAttendanceDto, WithdrawAttendanceDto } from '../capacity.dto';
import { CapacityCertificates } from './capacity-certificates.service';

const certificates: CapacityFormBuilder = (forms) => forms.certificates();
const withdrawal: CapacityFormBuilder = (forms) => forms.withdrawal();
const certificateTarget = (id: string): CapacityFormTarget => ({
  id: null,
  action: `${ROOT}/participants/${id}/certificate/withdrawal`,
  back: ROOT,
});

/** Certificates of attendance: issued for a training, printed and withdrawn for a participant. */
@ApiExcludeController()
@Controller('training/capacity')
export class CapacityCertificatesPagesController {
  private readonly acts = capacityActs(() => this.pages);

  constructor(
    private readonly pages: CapacityPages,
    private readonly certificates: CapacityCertificates,
  ) {}

  @Allow('capacity:manage')
  @Get('trainings/:trainingId/certificates/new')
  certificatesForm(@Id('trainingId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, trainingTarget(id, 'certificates'), certificates);
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/certificates')
  certify(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    const place = trainingTarget(id, 'certificates');
    return this.acts.take(request, place, CertifyAttendanceDto, body, certificates, (given, once) =>
      this.certificates.issue(actor, id, given, once),
    );
  }

  /** To be printed: what the organiser certifies. */
  @Allow('capacity:read')
  @Get('participants/:participantId/certificate')
  async print(
    @CurrentActor() actor: Actor,
    @Id('participantId') id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    const { language } = request.mawa;
    const certificate = await this.certificates.printed(actor, id);
    return page('capacity/certificate', {
      bare: true,
      title: translate(language, 'capacity:paper.title'),
      certificate,
      hoursLabel: hoursOf(certificate.minutes, language),
      address: new URL('/verify', request.mawa.publicUrl).href,
    });
  }

  @Allow('capacity:manage')
  @Get('participants/:participantId/certificate/withdrawal/new')
  withdrawalForm(@Id('participantId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, certificateTarget(id), withdrawal);
  }

  @Allow('capacity:manage')
  @Post('participants/:participantId/certificate/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id('participantId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    return this.acts.take(
      request,
      certificateTarget(id),
      WithdrawAttendanceDto,
      body,
      withdrawal,
      (given, once) => this.certificates.withdraw(actor, id, given, once),
    );
  }
}
