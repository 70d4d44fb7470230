import { Global, Module } from '@nestjs/common';
import { HomePanels } from './home-panels.service';

@Global()
@Module({ providers: [HomePanels], exports: [HomePanels] })
export class HomeModule {}
