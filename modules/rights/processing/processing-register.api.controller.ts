import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { type ProcessingRegister, ProcessingRegisters } from './processing-register.service';

@ApiTags('rights')
@Controller('api/v1/processing-register')
export class ProcessingRegisterApiController {
  constructor(private readonly registers: ProcessingRegisters) {}

  /** Read the register of processing: purposes, readers, times of keeping, recipients. */
  @Allow('processing:read')
  @Get()
  read(@CurrentActor() actor: Actor): Promise<ProcessingRegister> {
    return this.registers.read(actor);
  }
}
