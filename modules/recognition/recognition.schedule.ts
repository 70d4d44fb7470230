import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobHandlers } from '../platform/queue';
import { Fees } from './procedure/fees.service';

/** Every hour: fees of what ended leave the ledger. */
@Injectable()
export class RecognitionHousekeeping implements OnModuleInit {
  constructor(
    private readonly handlers: JobHandlers,
    private readonly fees: Fees,
  ) {}

  onModuleInit(): void {
    this.handlers.addScheduledTask({ kind: 'tend-recognition', run: () => this.run() });
  }

  run(): Promise<void> {
    return this.fees.reverseEnded();
  }
}
