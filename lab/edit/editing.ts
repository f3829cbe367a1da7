import { create } from 'zustand'

/** The three ways to look at a model. */
export type View = 'text' | 'forms' | 'network'

/** A place that should be shown. */
export interface Target {
  readonly file: string
  readonly from: number
  readonly to: number
}

interface EditingState {
  /** In the order in which they stand side by side. */
  readonly views: readonly View[]
  /** The document in the text view; absent: the model's own. */
  readonly file?: string | undefined
  /** The model to which file and target belong. */
  readonly model?: string
  /** Where the text view should go next. */
  readonly target?: Target | undefined
  /** What the forms should look for. */
  readonly search: string
}

/** What the page shows; not part of the project. */
export const useEditing = create<EditingState>()(() => ({ views: ['text', 'network'], search: '' }))

/** Shows a view: beside the others where there is room, else alone. */
export function showView(view: View, isWide: boolean): void {
  const { views } = useEditing.getState()
  if (!isWide) return useEditing.setState({ views: [view] })
  const order: readonly View[] = ['text', 'forms', 'network']
  const next = views.includes(view) ? views.filter((each) => each !== view) : [...views, view]
  if (next.length > 0) useEditing.setState({ views: order.filter((each) => next.includes(each)) })
}

/** Begins with another model: what was open of the last one is not in it. */
export function beginEditing(model: string): void {
  const before = useEditing.getState().model
  useEditing.setState({ model })
  if (before !== undefined && before !== model) useEditing.setState({ file: undefined, target: undefined })
}

/** Opens a document in the text view, at a place where one is given. */
export function openFile(file: string, place?: { readonly from: number; readonly to: number }): void {
  const { views } = useEditing.getState()
  useEditing.setState({
    file,
    ...(place === undefined ? {} : { target: { file, ...place } }),
    views: views.includes('text') ? views : (['text', ...views.slice(0, 1)] as const),
  })
}

/** Offset of a line and column in a text. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf('\n', start)
    if (end < 0) return text.length
    start = end + 1
  }
  return Math.min(text.length, start + column - 1)
}
