import { Injectable, Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { loggedError } from '../../platform/shared/logged-error';
import { isNavigation } from '../../platform/web/posted-form';
import { Arrivals } from './arrivals.service';

/** Before a page that somebody opens by hand: how many things arrived for them, for its header. */
@Injectable()
export class ArrivalsHook {
  private readonly log = new Logger('arrivals');

  constructor(private readonly arrivals: Arrivals) {}

  register(fastify: FastifyInstance): void {
    fastify.addHook('preHandler', async (request) => {
      const { actor } = request.mawa;
      if (!actor || !isPage(request)) return;
      try {
        const arrivals = await this.arrivals.countFor(actor);
        if (arrivals !== null) request.mawa = { ...request.mawa, arrivals };
      } catch (error) {
        // A page without its number is still the page.
        const { words, frames } = loggedError(error);
        this.log.error(words, frames);
      }
    });
  }
}

/** The list itself shows none: it is what was looked for. */
const isPage = (request: FastifyRequest): boolean =>
  request.method === 'GET' &&
  isNavigation(request) &&
  !request.routeOptions.config.unattended &&
  request.routeOptions.url !== '/arrivals';
