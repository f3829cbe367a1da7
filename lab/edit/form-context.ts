import { createContext } from 'react'

/** True where forms are only read: on a phone. */
export const ReadOnly = createContext(false)

/** Keys of the model's sources. */
export const Sources = createContext<readonly string[]>([])
