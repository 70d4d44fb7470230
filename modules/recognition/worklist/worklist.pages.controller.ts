import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { page, type PageView } from '../../platform/web/page-response';
import { recognitionWords } from '../recognition.words';
import { RecognitionWorklist } from './worklist.service';

/** Open procedures of visible people, longest waiting first. */
@ApiExcludeController()
@Controller('training/recognition')
export class WorklistPagesController {
  constructor(private readonly worklist: RecognitionWorklist) {}

  @Allow('training:read')
  @Get()
  async all(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const { rows } = await this.worklist.of(actor);
    const words = recognitionWords(mawa.language);
    return page('recognition/worklist', {
      title: words('worklist.title'),
      rows: rows.map((row) => ({
        ...row,
        path: `/people/${row.caseId}/training/recognition`,
        stateLabel: words(`state.${row.state}`),
        who: row.assessor ?? row.officer,
        waits: row.assessor !== null && !row.answered ? words('not_answered') : null,
      })),
    });
  }
}
