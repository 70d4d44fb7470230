/** Which questions each GET route understands, read from its own declaration. */
import 'reflect-metadata';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/internal';
import { DiscoveryService } from '@nestjs/core';
import { getMetadataStorage } from 'class-validator';
import { DeclaredRoutes } from '../../modules/access';
import type { DeclaredRoute } from '../../modules/access/declared-routes.service';
import type { TestApp } from './app';

export interface QueryRoute {
  readonly path: string;
  readonly fields: readonly string[];
  /** The route takes whatever comes and looks itself: `fields` are those that any route understands. */
  readonly isUntyped: boolean;
}

export function queryRoutes({ app }: TestApp): QueryRoute[] {
  const controllers = new Map(
    app
      .get(DiscoveryService, { strict: false })
      .getControllers()
      .map(({ metatype }) => [metatype!.name, metatype!] as const),
  );
  const routes = app
    .get(DeclaredRoutes)
    .list()
    .filter(({ method }) => method === 'GET')
    .map((route) => ({
      path: route.path,
      found: fieldsOf(controllers.get(route.controller)!, route),
    }));
  const every = [...new Set(routes.flatMap(({ found }) => found ?? []))];
  return routes
    .map(({ path, found }) => ({ path, fields: found ?? every, isUntyped: found === null }))
    .filter(({ fields }) => fields.length > 0);
}

type Argument = { readonly index: number; readonly data?: unknown };

/** null where a query is taken that no class describes. */
function fieldsOf(controller: object, { handler }: DeclaredRoute): string[] | null {
  const declared = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as Record<
    string,
    Argument
  >;
  const prototype = (controller as { prototype: object }).prototype;
  const types = Reflect.getMetadata('design:paramtypes', prototype, handler) as unknown[];
  const queries = Object.entries(declared).filter(([key]) =>
    key.startsWith(`${RouteParamtypes.QUERY}:`),
  );
  const names = queries.map(([, { index, data }]) =>
    typeof data === 'string' ? [data] : namesOf(types[index]),
  );
  return queries.length > 0 && names.some((known) => known.length === 0) ? null : names.flat();
}

function namesOf(Dto: unknown): string[] {
  if (typeof Dto !== 'function') return [];
  const rules = getMetadataStorage().getTargetValidationMetadatas(Dto, '', true, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))];
}
