import { Controller, Get, Req, SetMetadata } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { navigationFor } from './web/navigation';
import { page, type PageView } from './web/page';

/** The first page: what this role can do, one press away. */
@ApiExcludeController()
@Controller()
export class HomeController {
  @SetMetadata('mawa:permission', 'home:see')
  @Get()
  home(@Req() { mawa }: FastifyRequest): PageView {
    const entries = navigationFor(mawa.actor, '/').filter(({ key }) => key !== 'home');
    return page('home/index', { name: mawa.actor?.name, entries });
  }
}
