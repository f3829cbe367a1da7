import {
  IconBooks,
  IconEdit,
  IconHelpCircle,
  IconLayoutColumns,
  IconLayoutGrid,
  IconMicroscope,
  IconUpload,
} from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import { pages } from './pages.ts'

const ICONS: Readonly<Record<string, typeof IconEdit>> = {
  '/': IconLayoutGrid,
  '/watch': IconMicroscope,
  '/compare': IconLayoutColumns,
  '/ask': IconHelpCircle,
  '/tissue': IconUpload,
  '/edit': IconEdit,
  '/trust': IconBooks,
}

/** Links to all pages; with a picture over each name where there is little room. */
export function Navigation({ hasIcons = false }: { readonly hasIcons?: boolean }) {
  const [here] = useLocation()
  return (
    <nav aria-label="Pages" style={{ height: '100%' }}>
      <ul className="lab-pages">
        {pages.map(({ path, name, purpose }) => {
          const Icon = ICONS[path]
          return (
            <li key={path}>
              <Link
                href={path}
                title={purpose}
                {...(here === path ? { 'aria-current': 'page' as const } : {})}
              >
                {hasIcons && Icon !== undefined && <Icon size={20} stroke={1.5} aria-hidden="true" />}
                {name}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
