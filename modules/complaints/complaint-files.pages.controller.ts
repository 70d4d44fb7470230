import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AllowQuietly, CurrentActor, RequestId } from '../access';
import { EXTENSION, MIME } from '../documents';
import type { Actor } from '../platform/shared/actor';
import { submitFile } from '../platform/web/forms';
import {
  file,
  type FileDownload,
  type PageRedirect,
  type PageView,
} from '../platform/web/page-response';
import { oneFile } from '../platform/web/uploads';
import { Id } from '../platform/web/id.decorator';
import { ComplaintPages } from './complaint-pages.view';
import { RemoveFileDto } from './dto/complaint.dto';
import { ComplaintRetention } from './complaint-retention.service';

const HANDLE = 'complaints:handle';

/** Files that a focal point keeps with a complaint; downloaded under a neutral name. */
@ApiExcludeController()
@Controller('complaints/:id/files')
export class ComplaintFilesPagesController {
  constructor(
    private readonly keeping: ComplaintRetention,
    private readonly pages: ComplaintPages,
  ) {}

  @AllowQuietly(HANDLE, { takesFile: true })
  @Post()
  add(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
    @RequestId() requestId: string | null,
  ): Promise<PageView | PageRedirect> {
    return submitFile(
      request.mawa.language,
      () =>
        this.pages.plain(actor, id, this.keeping.addFile(actor, id, oneFile(request), requestId)),
      (form) => this.pages.show(actor, id, request, form, true),
    );
  }

  @AllowQuietly(HANDLE)
  @Get(':fileId')
  open(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('fileId') fileId: string,
  ): Promise<FileDownload> {
    return download(this.keeping, actor, id, fileId);
  }

  @AllowQuietly(HANDLE)
  @Post(':fileId/removal')
  remove(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('fileId') fileId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.pages.act(RemoveFileDto, actor, id, body, request, ({ reason }) =>
      this.keeping.removeFile(actor, id, fileId, reason),
    );
  }
}

@ApiTags('complaints')
@Controller('api/v1/complaints/:id/files')
export class ComplaintFilesApiController {
  constructor(private readonly keeping: ComplaintRetention) {}

  /** Add a file to a complaint. */
  @AllowQuietly(HANDLE, { takesFile: true })
  @Post()
  add(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
    @RequestId() requestId: string | null,
  ) {
    return this.keeping.addFile(actor, id, oneFile(request), requestId);
  }

  /** Download a file of a complaint. */
  @AllowQuietly(HANDLE)
  @Get(':fileId')
  open(@CurrentActor() actor: Actor, @Id() id: string, @Id('fileId') fileId: string) {
    return download(this.keeping, actor, id, fileId);
  }

  /** Remove a file of a complaint. */
  @AllowQuietly(HANDLE)
  @Delete(':fileId')
  @HttpCode(204)
  remove(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('fileId') fileId: string,
    @Body() { reason }: RemoveFileDto,
  ) {
    return this.keeping.removeFile(actor, id, fileId, reason);
  }
}

async function download(
  keeping: ComplaintRetention,
  actor: Actor,
  id: string,
  fileId: string,
): Promise<FileDownload> {
  const { bytes, media } = await keeping.openFile(actor, id, fileId);
  return file(bytes, `mawa-document.${EXTENSION[media]}`, MIME[media]);
}
