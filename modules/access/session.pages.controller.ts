import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { secondsLeft } from '../platform/shared/actor';
import { shellFactsOf } from '../platform/web/request';
import { Public } from './decorators';

interface SessionTime {
  /** Whose it is; null: nobody is signed in. A page of somebody else closes. */
  readonly account: string | null;
  readonly secondsLeft: number;
  /** Whether it ends then however busy it is. */
  readonly isLatest: boolean;
}

/** How long the session of an open page lasts (public/session-end.js). */
@ApiExcludeController()
@Controller('session')
export class SessionPagesController {
  /** Polled by open pages; does not extend the session. */
  @Public()
  @RouteConfig({ unattended: true })
  @Get()
  remaining(@Req() request: FastifyRequest): SessionTime {
    return timeOf(request);
  }

  /** Somebody types or presses on a page that asks for nothing. */
  @Public()
  @Post()
  @HttpCode(200)
  extend(@Req() request: FastifyRequest): SessionTime {
    return timeOf(request);
  }
}

function timeOf(request: FastifyRequest): SessionTime {
  const { actor, now } = shellFactsOf(request);
  if (!actor?.session || !now) return { account: null, secondsLeft: 0, isLatest: false };
  const { session, userId } = actor;
  return {
    account: userId,
    secondsLeft: secondsLeft(session, now),
    isLatest: session.latestEnd <= session.idleEnd,
  };
}
