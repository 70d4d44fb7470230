import { Global, Module } from '@nestjs/common';
import { DecisionSources } from './decision-sources.service';
import { DecisionsPanel } from './decisions-panel.service';
import { DecisionsApiController } from './decisions.api.controller';
import { DecisionsPagesController } from './decisions.pages.controller';
import { HomePanels } from './home-panels.service';

@Global()
@Module({
  controllers: [DecisionsApiController, DecisionsPagesController],
  providers: [HomePanels, DecisionSources, DecisionsPanel],
  exports: [HomePanels, DecisionSources],
})
export class HomeModule {}
