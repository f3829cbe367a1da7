import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

/** A page of the Lab; its script is loaded when it is first opened. */
export interface LabPage {
  /** Behind the `#`. */
  readonly path: string
  readonly name: string
  /** What one does there, for the navigation's tooltip and for screen readers. */
  readonly purpose: string
  readonly component: LazyExoticComponent<ComponentType>
}

/** In the order of the navigation. */
export const pages: readonly LabPage[] = [
  {
    path: '/',
    name: 'Gallery',
    purpose: 'choose a model or a trial',
    component: lazy(() => import('../gallery/gallery-page.tsx')),
  },
  {
    path: '/watch',
    name: 'Watch',
    purpose: 'watch a tissue and steer it',
    component: lazy(() => import('../watch/watch-page.tsx')),
  },
  {
    path: '/compare',
    name: 'Compare',
    purpose: 'watch arms side by side as twins',
    component: lazy(() => import('../compare/compare-page.tsx')),
  },
  {
    path: '/ask',
    name: 'Ask',
    purpose: 'put a question as a trial',
    component: lazy(() => import('../ask/ask-page.tsx')),
  },
  {
    path: '/tissue',
    name: 'Tissue',
    purpose: 'bring a tissue of your own',
    component: lazy(() => import('../tissue/tissue-page.tsx')),
  },
  {
    path: '/edit',
    name: 'Edit',
    purpose: 'change the model',
    component: lazy(() => import('../edit/edit-page.tsx')),
  },
  {
    path: '/trust',
    name: 'Trust',
    purpose: 'sources, evidence, reproduction',
    component: lazy(() => import('../trust/trust-page.tsx')),
  },
]
