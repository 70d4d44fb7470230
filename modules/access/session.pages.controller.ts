import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { secondsLeft } from '../platform/shared/actor';
import { shellFactsOf } from '../platform/web/request';
import { Public } from './decorators';

interface SessionTime {
  /** 0: nobody is signed in. */
  readonly secondsLeft: number;
  /** Whether it ends then however busy it is. */
  readonly isLatest: boolean;
}

/** How long the session of an open page lasts (public/session-end.js). */
@ApiExcludeController()
@Controller('session')
export class SessionPagesController {
  /** Asked by a page by itself: it keeps nobody signed in. */
  @Public()
  @RouteConfig({ unattended: true })
  @Get()
  left(@Req() request: FastifyRequest): SessionTime {
    return timeOf(request);
  }

  /** Somebody types or presses on a page that asks for nothing. */
  @Public()
  @Post()
  @HttpCode(200)
  use(@Req() request: FastifyRequest): SessionTime {
    return timeOf(request);
  }
}

function timeOf(request: FastifyRequest): SessionTime {
  const { actor, now } = shellFactsOf(request);
  if (!actor?.session || !now) return { secondsLeft: 0, isLatest: false };
  const { session } = actor;
  return { secondsLeft: secondsLeft(session, now), isLatest: session.latestEnd <= session.idleEnd };
}
