import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { type ProcessingRegister, ProcessingRegisters } from './processing-register.service';

@ApiTags('rights')
@Controller('api/v1/processing-register')
export class ProcessingRegisterApiController {
  constructor(private readonly registers: ProcessingRegisters) {}

  /** Read which data are processed for what, who reads them, until when they are kept and whom they go to. */
  @Allow('processing:read')
  @Get()
  read(@CurrentActor() actor: Actor): Promise<ProcessingRegister> {
    return this.registers.read(actor);
  }
}
