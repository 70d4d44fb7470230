import { Controller, Get, Param, ParseIntPipe, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import type { PageView } from '../platform/web/page-response';
import { validateDto } from '../platform/web/validation';
import { CompareVersionsDto } from './dto/list.dto';
import { ListPages } from './reference-lists.view';

/** All lists, each with who owns it, its versions, its source and what the standards call its codes. */
@ApiExcludeController()
@Controller('lists')
export class ListsPagesController {
  constructor(private readonly pages: ListPages) {}

  @Allow('lists:read')
  @Get()
  all(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return this.pages.all(actor, mawa.language);
  }

  @Allow('lists:read')
  @Get(':name')
  one(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.one(actor, mawa.language, name);
  }

  @Allow('lists:read')
  @Get(':name/versions/:version')
  version(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Param('version', ParseIntPipe) version: number,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.version(actor, mawa.language, name, version);
  }

  @Allow('lists:read')
  @Get(':name/compare')
  async compare(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Query() query: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const { from, to } = await validateDto(CompareVersionsDto, query);
    return this.pages.comparison(actor, mawa.language, name, from, to);
  }
}
