import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { JobQueue } from '../queue';
import { databaseUp, registry } from './metrics';
import { Open } from './open';

@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queue: JobQueue,
  ) {}

  /** Alive: the process answers. */
  @Open()
  @Get('healthz')
  live() {
    return { status: 'live' };
  }

  /** Ready: the database and the queue answer. */
  @Open()
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const database = await this.dataSource.query('SELECT 1').then(
      () => 'up',
      () => 'down',
    );
    databaseUp.set(database === 'up' ? 1 : 0);
    const queue = await this.queue.health();
    const ready = database === 'up' && queue === 'up';
    reply.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not ready', database, queue };
  }

  @Open()
  @Get('metrics')
  @Header('content-type', registry.contentType)
  metrics(): Promise<string> {
    return registry.metrics();
  }
}
