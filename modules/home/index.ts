/** The first page after signing in: a port through which modules show what waits for a role. */
export { HomeModule } from './home.module';
export { HomePanels } from './home-panels.service';
export { DecisionSources } from './decision-sources.service';
export type {
  HomeFigure,
  HomeList,
  HomePanelModel,
  HomeRow,
  HomeSection,
} from './home-panel.types';
