import { Injectable, RequestMethod, type OnApplicationBootstrap, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { lacksFigureScope } from './audience.rules';
import { IN_PERSON, PERMISSION, PUBLIC } from './decorators';
import { isPermission } from './permissions.rules';

export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly controller: string;
  readonly handler: string;
  /** Required permission, or `public`. */
  readonly permission: string;
  /** Declared with `@InPerson()`. */
  readonly isInPerson: boolean;
}

const slash = (path: string): string => path.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1');

const reflector = new Reflector();
const scanner = new MetadataScanner();

/** Routes of a controller with what their decorators declare. */
export function declaredRoutesOf(controller: Type): DeclaredRoute[] {
  const base = ([] as string[]).concat(Reflect.getMetadata(PATH_METADATA, controller) ?? '');
  const prototype = controller.prototype as Record<string, () => unknown>;
  return scanner.getAllMethodNames(prototype).flatMap((handler) => {
    const method = prototype[handler]!;
    const verb = Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined;
    if (verb === undefined) return [];
    const targets = [method, controller];
    const permission = reflector.getAllAndOverride<boolean>(PUBLIC, targets)
      ? 'public'
      : (reflector.getAllAndOverride<string>(PERMISSION, targets) ?? '');
    const known = permission === 'public' || isPermission(permission) ? permission : '';
    const isInPerson = reflector.getAllAndOverride<boolean>(IN_PERSON, targets) ?? false;
    const paths = ([] as string[]).concat(Reflect.getMetadata(PATH_METADATA, method) ?? '');
    return base.flatMap((start) =>
      paths.map((path) => ({
        method: RequestMethod[verb],
        path: slash(`/${start}/${path}`),
        controller: controller.name,
        handler,
        permission: known,
        isInPerson,
      })),
    );
  });
}

/**
 * Checks all routes at start: a route without a declared permission, or a route of figures without a scope, stops the
 * application.
 */
@Injectable()
export class DeclaredRoutes implements OnApplicationBootstrap {
  constructor(private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    const routes = this.list();
    refuse(
      routes.filter(({ permission }) => !permission),
      'These routes declare no permission',
    );
    refuse(
      routes.filter(({ path, permission }) => lacksFigureScope(path, permission)),
      'These routes of figures need a permission in FIGURE_SCOPES (audience.rules.ts)',
    );
  }

  /** Routes that need no account, as "POST /sign-in". */
  openRoutes(): ReadonlySet<string> {
    const open = this.list().filter(({ permission }) => permission === 'public');
    return new Set(open.map(({ method, path }) => `${method} ${path}`));
  }

  list(): DeclaredRoute[] {
    return this.discovery
      .getControllers()
      .flatMap(({ instance, metatype }) =>
        instance && metatype ? declaredRoutesOf(metatype as Type) : [],
      );
  }
}

function refuse(routes: readonly DeclaredRoute[], problem: string): void {
  if (routes.length === 0) return;
  const names = routes.map((route) => `${route.controller}.${route.handler}`).join(', ');
  throw new Error(`${problem}: ${names}`);
}
