import { Global, Module } from '@nestjs/common';
import { AssistanceServicesModule } from '../../modules/assistance-services';
import { TrainingAppointments } from '../../modules/vocational-training';
import { PlannedTrainingAppointments } from './training-appointments.service';

/** Global, since several modules import that of the training as it is. */
@Global()
@Module({
  imports: [AssistanceServicesModule],
  providers: [{ provide: TrainingAppointments, useClass: PlannedTrainingAppointments }],
  exports: [TrainingAppointments],
})
export class TrainingPortsModule {}
