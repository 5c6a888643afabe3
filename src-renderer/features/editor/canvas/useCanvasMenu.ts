import type { Edge } from '@shared/network/spec';
import type { EdgeMouseEvent, NodeMouseEvent } from '@vue-flow/core';
import { shallowRef } from 'vue';
import { useEditorStore } from '../../../stores/editor';
import { membersOf } from './canvasSelection';
import type { EdgeData } from './graph/graph';

/** Where the canvas' context menu is open, in pixels of the window; what it is opened on becomes selected. */
export function useCanvasMenu() {
  const editor = useEditorStore();
  const place = shallowRef<{ readonly x: number; readonly y: number } | null>(null);

  function open(event: MouseEvent | TouchEvent): void {
    event.preventDefault();
    if (event instanceof MouseEvent) place.value = { x: event.clientX, y: event.clientY };
  }

  function openForNode({ event, node }: NodeMouseEvent): void {
    const members = membersOf(node);
    if (!members.every((id) => editor.selection.includes(id))) editor.select(members);
    open(event);
  }

  function openForEdge({ event, edge }: EdgeMouseEvent): void {
    editor.select([], (edge.data as EdgeData).edge as Edge);
    open(event);
  }

  return { place, open, openForNode, openForEdge };
}
