import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { type PostedFields, submitForm } from '../../platform/web/forms';
import { page, type PageRedirect, type PageView, redirect } from '../../platform/web/page-response';
import { EmptyAsUndefined } from '../../platform/web/validation';
import { ReportCalendar } from '../calendar/report-calendar.service';
import { dashboardModel } from './dashboard.view';
import { ProgrammeDashboard } from './programme-dashboard.service';

export class DashboardDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  grantId?: string;

  /** A quarter ('2026-Q3') or 'grant'. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(10)
  period?: string;
}

@ApiTags('reports')
@Controller('api/v1/dashboard')
export class DashboardApiController {
  constructor(private readonly dashboard: ProgrammeDashboard) {}

  /** Show the figures of the programme in a period. */
  @Allow('reports:read')
  @Get()
  show(@CurrentActor() actor: Actor, @Query() asked: DashboardDto) {
    return this.dashboard.of(actor, asked, actor.language);
  }
}

@ApiExcludeController()
@Controller('dashboard')
export class DashboardPagesController {
  constructor(
    private readonly dashboard: ProgrammeDashboard,
    private readonly calendar: ReportCalendar,
  ) {}

  @Allow('reports:read')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Query() asked: DashboardDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, asked, mawa.language);
  }

  @Allow('reports:draft')
  @Post('count')
  count(
    @CurrentActor() actor: Actor,
    @Body() body: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      DashboardDto,
      body,
      mawa.language,
      async (asked) => {
        await this.dashboard.countNow(actor, asked);
        return redirect(`/dashboard?${new URLSearchParams({ ...asked }).toString()}`);
      },
      () => this.view(actor, {}, mawa.language),
    );
  }

  private async view(actor: Actor, asked: DashboardDto, language: Language): Promise<PageView> {
    const made = await this.dashboard.of(actor, asked, language, 'current');
    const { late, deadlines, today } = await this.calendar.ahead(actor);
    // What became late last, then what comes next.
    const due = [...[...late].reverse(), ...deadlines].filter(({ state }) => OPEN.has(state));
    return page(
      'dashboard/dashboard',
      dashboardModel(actor, made, { asked: asked.period, today, due }, language),
    );
  }
}

const OPEN: ReadonlySet<string> = new Set(['late', 'not_begun', 'drafting', 'ahead']);
