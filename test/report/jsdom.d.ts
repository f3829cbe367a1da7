/** As much of jsdom as the tests of pages and drawings use. */
declare module 'jsdom' {
  export interface PageElement {
    readonly textContent: string
    readonly hidden: boolean
    value: string
    getAttribute(name: string): string | null
    querySelector(selector: string): PageElement | null
    querySelectorAll(selector: string): Iterable<PageElement> & { readonly length: number }
    remove(): void
    click(): void
    dispatchEvent(event: object): boolean
  }

  export interface PageDocument extends Omit<PageElement, 'getAttribute'> {
    readonly title: string
    readonly documentElement: PageElement
    readonly defaultView: { readonly Event: new (type: string) => object }
    getElementById(id: string): PageElement | null
  }

  export class JSDOM {
    constructor(
      text: string,
      options?: { readonly contentType?: string; readonly runScripts?: 'dangerously' },
    )
    readonly window: { readonly document: PageDocument }
  }
}
