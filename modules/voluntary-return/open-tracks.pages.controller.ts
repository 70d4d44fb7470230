import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import { ListedNames } from '../beneficiaries';
import type { Actor } from '../platform/shared/actor';
import { page, type PageView } from '../platform/web/page-response';
import { DownloadMenus } from '../exports';
import { departuresModel } from './departures.view';
import { ReturnDepartures } from './departures.service';
import { DeparturesDto } from './dto/journey.dto';
import { OpenTracks } from './open-tracks.service';
import { trackKindLabel, wordsIn } from './return.view';
import { STATES } from './track-states.rules';

@ApiTags('voluntary return')
@Controller('api/v1/returns')
export class OpenTracksApiController {
  constructor(
    private readonly live: OpenTracks,
    private readonly departures: ReturnDepartures,
  ) {}

  /**
   * List the departures in the days ahead.
   * Who leaves in the days ahead, or on one day; what is missing, but the day itself.
   */
  @Allow('returns:read')
  @Get('departures')
  ahead(@CurrentActor() actor: Actor, @Query() { on }: DeparturesDto) {
    return this.departures.ahead(actor, on ?? null);
  }

  /**
   * List the returns and reintegrations under way.
   * Under way, of the people whom one accompanies: at most two hundred, the longest waiting first.
   */
  @Allow('returns:read')
  @Get()
  async all(@CurrentActor() actor: Actor) {
    return { tracks: await this.live.of(actor) };
  }
}

@ApiExcludeController()
@Controller('returns')
export class OpenTracksPagesController {
  constructor(
    private readonly live: OpenTracks,
    private readonly departures: ReturnDepartures,
    private readonly downloads: DownloadMenus,
    private readonly names: ListedNames,
  ) {}

  @Allow('returns:read')
  @Get('departures')
  async ahead(
    @CurrentActor() actor: Actor,
    @Query() { on }: DeparturesDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const found = await this.departures.ahead(actor, on ?? null);
    return page('returns/departures', {
      ...departuresModel(found, language),
      on: on ?? null,
      names: await this.names.of(
        actor,
        found.departures.map(({ caseId }) => caseId),
      ),
      backPath: on ? '/returns/departures' : '/returns',
      download: this.downloads.of(actor, language, 'departures', { ...(on && { on }) }),
    });
  }

  @Allow('returns:read')
  @Get()
  async all(
    @CurrentActor() actor: Actor,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const words = wordsIn(language);
    const tracks = await this.live.of(actor);
    const stages = STATES.map((state) => ({
      label: words(`state.${state}`),
      count: tracks.filter((track) => track.state === state).length,
    })).filter(({ count }) => count > 0);
    return page('returns/list', {
      title: words('list.title'),
      figuresPath: may(actor, 'returns:figures') ? '/returns/figures' : null,
      stages,
      names: await this.names.of(
        actor,
        tracks.map(({ caseId }) => caseId),
      ),
      tracks: tracks.map((track) => ({
        ...track,
        path: `/people/${track.caseId}/returns/${track.id}`,
        doorLabel: trackKindLabel(track, language),
        stateLabel: words(`state.${track.state}`),
        ready: track.onwards?.missing.length === 0,
        next:
          track.onwards &&
          (track.onwards.missing.length === 0
            ? words('list.ready', { state: words(`state.${track.onwards.to}`) })
            : words('list.missing', { count: track.onwards.missing.length })),
      })),
    });
  }
}
