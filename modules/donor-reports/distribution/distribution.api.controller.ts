import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, Anonymous, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import {
  OpenReportLinkDto,
  PublishDto,
  HandOutReasonDto,
  ReportLinkDto,
  TakeLinkedFileDto,
} from './distribution.dto';
import { Publications } from './publications.service';
import { ReportLinks } from './report-links.service';

@ApiTags('reports')
@Controller('api/v1/reports')
export class HandOutApiController {
  constructor(
    private readonly publications: Publications,
    private readonly links: ReportLinks,
  ) {}

  /**
   * Show to which organisations a report is published.
   * To whom it is and was published, to whom it still may be, and what stands in its place.
   */
  @Allow('reports:read')
  @Get(':id/publications')
  async published(@CurrentActor() actor: Actor, @Id() id: string) {
    const { publications, readersLeft, replacement, replaces } = await this.publications.handOut(
      actor,
      id,
    );
    return { publications, readersLeft, replacement, replaces };
  }

  /** Publish a report to an organisation. */
  @Allow('reports:publish')
  @Post(':id/publications')
  publish(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() given: PublishDto,
    @RequestId() once: string | null,
  ) {
    return this.publications.publish(actor, id, given, once);
  }

  /**
   * Withdraw the publication of a report.
   * They see it no more; links that they hold open nothing.
   */
  @Allow('reports:publish')
  @Post(':id/publications/:publicationId/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('publicationId') publicationId: string,
    @Body() { reason }: HandOutReasonDto,
    @RequestId() once: string | null,
  ) {
    return this.publications.withdraw(actor, id, publicationId, reason, once);
  }

  /**
   * Set a report aside so that a corrected one can be drafted.
   * Sets it aside, so that a corrected report of the same period can be drafted.
   */
  @Allow('reports:publish')
  @Post(':id/replacement')
  replace(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { reason }: HandOutReasonDto,
    @RequestId() once: string | null,
  ) {
    return this.publications.replace(actor, id, reason, once);
  }

  /** List the links to a report. */
  @Allow('reports:read')
  @Get(':id/links')
  all(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.links.list(actor, id);
  }

  /**
   * Make a link to a report for somebody without an account.
   * The answer alone holds the path and the password: neither is kept, and no request id repeats it.
   */
  @Allow('reports:publish')
  @Post(':id/links')
  make(@CurrentActor() actor: Actor, @Id() id: string, @Body() given: ReportLinkDto) {
    return this.links.make(actor, id, given);
  }

  /** Revoke a link to a report. */
  @Allow('reports:publish')
  @Delete(':id/links/:linkId')
  @HttpCode(204)
  revoke(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('linkId') linkId: string,
  ): Promise<void> {
    return this.links.revoke(actor, id, linkId);
  }

  /**
   * Download the locked archive behind a link to a report.
   * The locked files of a link, for whoever sends them another way.
   */
  @Allow('reports:publish')
  @Get(':id/links/:linkId/archive')
  archive(@CurrentActor() actor: Actor, @Id() id: string, @Id('linkId') linkId: string) {
    return this.links.archive(actor, id, linkId);
  }

  /**
   * List who downloaded which file of a report.
   * Who took which file, and when.
   */
  @Allow('reports:read')
  @Get(':id/downloads')
  async downloads(@CurrentActor() actor: Actor, @Id() id: string) {
    return (await this.publications.handOut(actor, id)).downloads;
  }
}

@ApiTags('reports')
@Controller('api/v1/published-reports')
export class PublishedReportsApiController {
  constructor(private readonly publications: Publications) {}

  /**
   * List the reports published to your organisation.
   * What is published to one's own organisation.
   */
  @Allow('reports:published')
  @Get()
  all(@CurrentActor() actor: Actor) {
    return this.publications.published(actor);
  }

  /** Show a report published to your organisation. */
  @Allow('reports:published')
  @Get(':id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.publications.publishedOne(actor, id);
  }
}

/** What whoever holds a link does with it. Sets no cookie, asks for none, is logged nowhere. */
@ApiTags('report-links')
@Controller('api/v1/report-links')
export class ReportLinkApiController {
  constructor(private readonly links: ReportLinks) {}

  /**
   * Open a link to a report with its password.
   * One opening: what it is, until when, and the files, each to be taken within the hour.
   */
  @Anonymous()
  @Post('open')
  @HttpCode(200)
  open(@Body() { number }: OpenReportLinkDto, @Req() { ip }: FastifyRequest) {
    return this.links.open(number, ip);
  }

  /** Download a file of an opened report link. */
  @Anonymous()
  @Post('file')
  @HttpCode(200)
  file(@Body() { number, language, ...asked }: TakeLinkedFileDto, @Req() { ip }: FastifyRequest) {
    return this.links.file(number, ip, { ...asked, language: language ?? null });
  }
}
