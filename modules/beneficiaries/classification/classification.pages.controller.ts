import { randomUUID } from 'node:crypto';
import {
  Body,
  Controller,
  Get,
  Param,
  ParseIntPipe,
  Post,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { submitForm } from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { ClassifyDto } from '../dto/classify.dto';
import { splitPosted } from '../registration.form';
import { classificationGiven, wholeForm } from './classification.form';
import { ClassificationPages } from './classification-pages.service';
import { SaveClassifications } from './classify.service';

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/classification')
export class ClassificationPagesController {
  constructor(
    private readonly pages: ClassificationPages,
    private readonly classify: SaveClassifications,
  ) {}

  @Allow('classification:read')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.show(actor, mawa.language, id);
  }

  @Allow('classification:read')
  @Get('versions/:version')
  version(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('version', ParseIntPipe) version: number,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.version(actor, mawa.language, id, version);
  }

  @Allow('classification:write')
  @Get('edit')
  form(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.form(actor, mawa.language, id, null, randomUUID());
  }

  @Allow('classification:write')
  @Post()
  save(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const { fields, requestId, act } = splitPosted(body);
    return submitForm(
      ClassifyDto,
      fields,
      mawa.language,
      async (dto) => {
        await this.classify.save(actor, id, classificationGiven(wholeForm(dto)), requestId);
        return redirect(`/people/${id}/classification${act === 'more' ? '/edit' : ''}`, {
          kind: 'success',
          key: 'classification:saved',
        });
      },
      (form) =>
        form.status === 409
          ? this.pages.merged(actor, mawa.language, id, form)
          : this.pages.form(actor, mawa.language, id, form, requestId),
    );
  }
}
