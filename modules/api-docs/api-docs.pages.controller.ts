import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow } from '../access';
import { page, type PageView } from '../platform/web/page-response';
import { ApiDocsQueryDto } from './api-docs.dto';
import { apiDocsModel } from './api-docs.view';
import { ApiDocuments } from './api-document.service';

/** For whoever is signed in: it names routes, no data. */
@ApiExcludeController()
@Controller('api/docs')
export class ApiDocsPagesController {
  constructor(private readonly documents: ApiDocuments) {}

  @Allow('account:own')
  @Get()
  async show(@Query() query: ApiDocsQueryDto, @Req() request: FastifyRequest): Promise<PageView> {
    const { mawa, protocol, host } = request;
    const document = await this.documents.read();
    const site = `${protocol}://${host}`;
    return page('api-docs/page', apiDocsModel(document, query, { site, language: mawa.language }));
  }
}
