import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import type { StreamDownload } from '../platform/web/page-response';
import { ExportRegisterQueryDto, ExportRequestDto } from './dto/export-request.dto';
import { ExportLists } from './export-lists.service';
import { ExportPages } from './exports.view';
import { ExportRegister } from './export-register.service';
import { ProduceExports } from './produce-exports.service';
import { exportRequestOf } from './export-request.rules';

@ApiTags('exports')
@Controller('api/v1/exports')
export class ExportsApiController {
  constructor(
    private readonly lists: ExportLists,
    private readonly takes: ProduceExports,
    private readonly register: ExportRegister,
    private readonly pages: ExportPages,
  ) {}

  /**
   * List what can be exported, with the columns.
   * The lists that one may take, with their columns.
   */
  @Allow('exports:take')
  @Get('lists')
  all(@CurrentActor() actor: Actor) {
    return this.lists
      .of(actor)
      .map((list) => ({
        key: list.key,
        class: list.class,
        filters: list.filters,
        columns: list.columns(actor).map(({ key, hxl, kind }) => ({ key, hxl, kind })),
      }));
  }

  /**
   * List the recipients to whom an export may be handed.
   * To whom a list about people may be handed, besides the office.
   */
  @Allow('exports:hand-over')
  @Get('recipients')
  recipients(@CurrentActor() actor: Actor) {
    return this.pages.recipients(actor, actor.language);
  }

  /**
   * Export a list as a file.
   * The file itself, handed over as it is made.
   */
  @Allow('exports:take')
  @Post()
  @HttpCode(200)
  take(@CurrentActor() actor: Actor, @Body() body: ExportRequestDto): Promise<StreamDownload> {
    return this.takes.produce(actor, exportRequestOf(body, body.language ?? actor.language));
  }

  /**
   * Count the rows of an export without taking it.
   * The same without taking it: how many lines, how many people left out.
   */
  @Allow('exports:take')
  @Post('counts')
  @HttpCode(200)
  count(@CurrentActor() actor: Actor, @Body() body: ExportRequestDto) {
    return this.takes.count(actor, exportRequestOf(body, actor.language));
  }

  /**
   * List the exports that were taken.
   * The register, the latest first; `next` is the `after` of the following page.
   */
  @Allow('exports:register')
  @Get()
  read(@CurrentActor() actor: Actor, @Query() { after }: ExportRegisterQueryDto) {
    return this.register.read(actor, after ?? null);
  }
}
