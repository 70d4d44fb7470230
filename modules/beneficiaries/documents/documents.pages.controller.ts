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
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import {
  type FileDownload,
  page,
  redirect,
  type PageRedirect,
  type PageView,
} from '../../platform/web/page-response';
import { oneFile } from '../../platform/web/uploads';
import { Id } from '../../platform/web/id.decorator';
import { CaseTabs } from '../case-tabs.service';
import { downloadOf, pictureOf } from './document-file.view';
import { documentModel, documentsModel } from './documents.view';
import { AddDocumentDto, RemoveDocumentDto } from './dto/document.dto';
import { PersonDocuments } from './person-documents.service';

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/documents')
export class DocumentsPagesController {
  constructor(
    private readonly documents: PersonDocuments,
    private readonly tabs: CaseTabs,
  ) {}

  @Allow('documents:read')
  @Get()
  list(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showAll(actor, id, request, newForm());
  }

  @Allow('documents:add')
  @RouteConfig({ takesFile: true })
  @Post()
  add(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: object,
    @Req() request: FastifyRequest,
    @RequestId() requestId: string | null,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      AddDocumentDto,
      { ...body, _request: '', file: '' },
      request.mawa.language,
      async (facts) => {
        await this.documents.add(actor, id, oneFile(request), facts, requestId);
        return redirect(`/people/${id}/documents`, { kind: 'success', key: 'documents:added' });
      },
      (form) => this.showAll(actor, id, request, form),
    );
  }

  @Allow('documents:read')
  @Get(':documentId')
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('documentId') documentId: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showOne(actor, id, documentId, request, newForm());
  }

  @Allow('documents:read')
  @Get(':documentId/file')
  async download(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('documentId') documentId: string,
  ): Promise<FileDownload> {
    return downloadOf(await this.documents.open(actor, id, documentId));
  }

  @Allow('documents:read')
  @Get(':documentId/pages/:page')
  async look(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('documentId') documentId: string,
    @Param('page', ParseIntPipe) number: number,
  ): Promise<FileDownload> {
    return pictureOf(await this.documents.page(actor, id, documentId, number), number);
  }

  @Allow('documents:remove')
  @Post(':documentId/removal')
  remove(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('documentId') documentId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      RemoveDocumentDto,
      body,
      request.mawa.language,
      async ({ reason }) => {
        await this.documents.remove(actor, id, documentId, reason);
        return redirect(`/people/${id}/documents`, { kind: 'success', key: 'documents:gone' });
      },
      (form) => this.showOne(actor, id, documentId, request, form),
    );
  }

  private async showAll(
    actor: Actor,
    id: string,
    { mawa }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const seen = await this.documents.list(actor, id);
    const tabs = await this.tabs.row(actor, mawa.language, id, 'documents');
    return page(
      'documents/list',
      documentsModel({ ...seen, actor, caseId: id, language: mawa.language, form, tabs }),
    );
  }

  private async showOne(
    actor: Actor,
    id: string,
    documentId: string,
    { mawa }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const found = await this.documents.find(actor, id, documentId);
    const tabs = await this.tabs.row(actor, mawa.language, id, 'documents');
    return page(
      'documents/document',
      documentModel({ ...found, actor, caseId: id, language: mawa.language, form, tabs }),
    );
  }
}
