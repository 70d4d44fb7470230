import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { page, type PageView } from '../../platform/web/page-response';
import { processingRegisterModel } from './processing-register.view';
import { ProcessingRegisters } from './processing-register.service';

@ApiExcludeController()
@Controller('processing-register')
export class ProcessingRegisterPagesController {
  constructor(private readonly registers: ProcessingRegisters) {}

  @Allow('processing:read')
  @Get()
  async show(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const register = await this.registers.read(actor);
    const mayPropose = may(actor, 'settings:propose');
    return page('processing/register', {
      ...processingRegisterModel(register, mawa.language),
      settingPath: mayPropose ? '/admin/settings/data_controller' : null,
    });
  }
}
