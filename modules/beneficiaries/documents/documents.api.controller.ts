import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import { DOCUMENT_KINDS, DOCUMENT_PARTS } from '../../documents';
import type { Actor } from '../../platform/shared/actor';
import type { FileDownload } from '../../platform/web/page-response';
import { oneFile } from '../../platform/web/uploads';
import { Id } from '../../platform/web/id.decorator';
import { downloadOf, pictureOf } from './document-file.view';
import { AddDocumentDto, RemoveDocumentDto } from './dto/document.dto';
import { PersonDocuments } from './person-documents.service';

const FORM = {
  type: 'object',
  required: ['kind', 'file'],
  properties: {
    kind: { type: 'string', enum: DOCUMENT_KINDS },
    part: { type: 'string', enum: DOCUMENT_PARTS },
    validUntil: { type: 'string', format: 'date' },
    file: { type: 'string', format: 'binary' },
  },
};

@ApiTags('documents')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/documents')
export class DocumentsApiController {
  constructor(private readonly documents: PersonDocuments) {}

  /**
   * List the documents in the file of a person.
   * Coded facts alone; a name or a content is opened one by one, and recorded.
   */
  @Allow('documents:read')
  @Get()
  async list(@CurrentActor() actor: Actor, @Id() id: string) {
    const { documents } = await this.documents.list(actor, id);
    return { documents };
  }

  /** Add a document to the file of a person. */
  @Allow('documents:add')
  @RouteConfig({ takesFile: true })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: FORM })
  @Post()
  add(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() facts: AddDocumentDto,
    @Req() request: FastifyRequest,
    @RequestId() requestId: string | null,
  ) {
    return this.documents.add(actor, id, oneFile(request), facts, requestId);
  }

  /** Show the facts of a document. */
  @Allow('documents:read')
  @Get(':documentId')
  async show(@CurrentActor() actor: Actor, @Id() id: string, @Id('documentId') documentId: string) {
    return (await this.documents.find(actor, id, documentId)).document;
  }

  /** Download a document. */
  @Allow('documents:read')
  @Get(':documentId/file')
  async download(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('documentId') documentId: string,
  ): Promise<FileDownload> {
    return downloadOf(await this.documents.open(actor, id, documentId));
  }

  /** Show a page of a document as a picture. */
  @Allow('documents:read')
  @Get(':documentId/pages/:page')
  async look(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('documentId') documentId: string,
    @Param('page', ParseIntPipe) page: number,
  ): Promise<FileDownload> {
    return pictureOf(await this.documents.page(actor, id, documentId, page), page);
  }

  /**
   * Destroy the content of a document.
   * The bytes are destroyed for good; who and why stays.
   */
  @Allow('documents:remove')
  @Post(':documentId/removal')
  @HttpCode(204)
  remove(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('documentId') documentId: string,
    @Body() { reason }: RemoveDocumentDto,
  ) {
    return this.documents.remove(actor, id, documentId, reason);
  }
}
