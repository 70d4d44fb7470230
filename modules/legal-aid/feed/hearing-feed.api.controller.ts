import { Controller, Get, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Anonymous } from '../../access';
import { FileDownload } from '../../platform/web/page-response';
import { HearingFeeds } from './hearing-feeds.service';

/** What a telephone asks for by itself: no session, no cookie, no line in a log that would hold the secret. */
@ApiExcludeController()
@Controller('calendar')
export class HearingFeedController {
  constructor(private readonly feeds: HearingFeeds) {}

  @Anonymous()
  @Get(':secret')
  async read(@Param('secret') secret: string): Promise<FileDownload> {
    const calendar = await this.feeds.read(secret.replace(/\.ics$/, ''));
    return new FileDownload(Buffer.from(calendar), 'calendar.ics', 'text/calendar; charset=utf-8');
  }
}
