/** Lists as their readers want them: filters and columns in the address, kept under a name. */
export { type ListColumn, type ListDefinition } from './list-address.rules';
export { type ListBar, ListBars } from './list-bar.view';
export { Views } from './views.service';
export { ViewsModule } from './views.module';
