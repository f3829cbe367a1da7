import { SHARED } from './cell-shaders.ts'

/** Vertices of a square around what lies between two points; ends are read by the number of the vertex (`Squares(2)`). */
const BETWEEN = /* glsl */ `
${SHARED}
precision highp sampler2D;
uniform sampler2D spheres;
uniform sampler2D looks;
/* Across: from -1 to 1; along: 0 at the first end, 1 at the second. */
const vec2 CORNERS[6] = vec2[6](vec2(0, -1), vec2(1, -1), vec2(1, 1), vec2(0, -1), vec2(1, 1), vec2(0, 1));
int item;
vec2 corner;
vec4 first;
vec4 second;
vec4 look;
void fetch() {
  item = gl_VertexID / 6;
  corner = CORNERS[gl_VertexID - 6 * item];
  int at = 2 * item;
  first = texelFetch(spheres, ivec2(at & 1023, at >> 10), 0);
  second = texelFetch(spheres, ivec2((at + 1) & 1023, (at + 1) >> 10), 0);
  look = texelFetch(looks, ivec2(item & 1023, item >> 10), 0) * 255.0;
}
vec2 onScreen(vec3 point) { return vec2(dot(point, right), dot(point, up)); }
`

/**
 * A tube: its ends, the radius of its lumen in `w` of the first and which way blood flows in `w` of the second: -1, 0 or 1. Bits of the look:
 * 1 hollow, 2 the head of a sprout, 4 with a dark lumen.
 */
export const TUBE_VERTEX = /* glsl */ `
${BETWEEN}
out vec2 place;
out vec3 point;
flat out float len;
flat out float radius;
flat out vec3 colour;
flat out int bits;
flat out vec3 from;
flat out vec3 till;
flat out float sense;
void main() {
  fetch();
  bits = int(look.a + 0.5);
  colour = look.rgb / 255.0;
  radius = max(first.w, 0.75 * pixel);
  sense = second.w;
  from = first.xyz;
  till = second.xyz;
  if ((bits & 2) != 0) {
    /* A head keeps a size at which it can be seen. */
    float grown = max(1.0, 4.5 * pixel / first.w);
    radius = first.w * grown;
    till = from + (till - from) * grown;
  }
  vec2 a = onScreen(from);
  vec2 way = onScreen(till) - a;
  len = length(way);
  vec2 along = len > 1e-3 ? way / len : vec2(1, 0);
  float reach = radius + 2.0 * pixel;
  place = vec2(mix(-reach, len + reach, corner.x), corner.y * reach);
  vec2 at = a + along * place.x + vec2(-along.y, along.x) * place.y;
  float depth = 0.5 * (dot(from, toEye) + dot(till, toEye));
  point = right * at.x + up * at.y + toEye * depth;
  gl_Position = projectionMatrix * viewMatrix * vec4(point, 1.0);
}
`

const TUBE_IN = /* glsl */ `
${SHARED}
uniform vec3 lumen;
/* Where the marks of the flow are, in their distances; below 0 for none. */
uniform float phase;
in vec2 place;
in vec3 point;
flat in float len;
flat in float radius;
flat in vec3 colour;
flat in int bits;
flat in vec3 from;
flat in vec3 till;
flat in float sense;
out vec4 result;
float past(float edge, float at, float fine) { return smoothstep(edge - fine, edge + fine, at); }
/* Marks every 40 um or so, whole ones in each tube, so that they go on from tube to tube. */
float marks(float across) {
  if (phase < 0.0 || sense == 0.0 || len < 2.0 * pixel) return 0.0;
  float count = max(1.0, floor(len / 40.0 + 0.5));
  float at = fract((place.x / len * count) * sense + 0.4 * abs(across) - phase);
  float room = smoothstep(2.2, 4.0, radius / pixel);
  return room * smoothstep(0.0, 0.12, at) * (1.0 - smoothstep(0.3, 0.5, at)) * step(0.0, place.x) * step(place.x, len);
}
/* Dashes of a tube without flow. */
float dashed() {
  float count = max(1.0, floor(len / max(12.0 * pixel, 6.0) + 0.5));
  return step(fract(place.x / max(len, 1e-3) * count), 0.62);
}
`

/** A tube of a slice. What is nearer to its axis lies above, so that tubes that meet become one shape. */
export const FLAT_TUBE_FRAGMENT = /* glsl */ `
${TUBE_IN}
void main() {
  float s = clamp(place.x, 0.0, len);
  bool isHead = (bits & 2) != 0;
  float width = isHead ? radius * clamp(1.0 - place.x / max(len, 1e-3), 0.0, 1.0) : radius;
  float off = isHead && place.x > 0.0 && place.x < len ? abs(place.y) : length(place - vec2(s, 0.0));
  float edge = (width - off) / pixel;
  float cover = clamp(edge + 1.7, 0.0, 1.0);
  if (cover <= 0.0) discard;
  float across = off / radius;
  bool isHollow = (bits & 1) != 0;
  /* Lumen and wall, where there is room for both. */
  float room = smoothstep(2.5, 4.0, radius / pixel);
  float wall = min(0.42, 3.2 * pixel / radius) * (isHollow ? 0.8 : 1.0);
  float inside = 1.0 - past(1.0 - wall, across, 0.7 * pixel / radius);
  vec3 shade = colour;
  if (isHead) shade = mix(colour, vec3(1.0), 0.25);
  else if (isHollow) shade = mix(colour, ground, inside * max(room, 0.4));
  else {
    /* Brighter towards the middle: a tube, not a ribbon. */
    shade = colour * mix(1.0, 1.06 - 0.5 * across * across, room);
    if ((bits & 4) != 0) shade = mix(shade, mix(lumen, colour, 0.42), inside * room);
    shade = mix(shade, vec3(1.0), 0.24 * marks(across));
  }
  float body = clamp(edge + 0.5, 0.0, 1.0);
  if (isHollow) body *= dashed();
  result = vec4(mix(ground, shade, body), cover * mix(0.8, 1.0, body));
  float outward = clamp(off / (radius + 2.0 * pixel), 0.0, 1.0);
  gl_FragDepth = isHead ? 0.0 : isHollow ? 0.43 + 0.06 * outward : 0.02 + 0.4 * outward;
}
`

/** A tube in space: the sight line meets a capsule. Where the tissue is cut open, a cut vessel shows wall and lumen. */
export const SPATIAL_TUBE_FRAGMENT = /* glsl */ `
${TUBE_IN}
/* Where a line enters a capsule and where it leaves it; from above till when it misses. Two spheres and a cylinder. */
vec2 ball(vec3 start, vec3 toward, vec3 centre) {
  vec3 to = start - centre;
  float b = dot(to, toward);
  float h = b * b - dot(to, to) + radius * radius;
  if (h < 0.0) return vec2(1e9, -1e9);
  h = sqrt(h);
  return vec2(-b - h, -b + h);
}
vec2 through(vec3 start, vec3 toward) {
  vec2 one = ball(start, toward, from);
  vec2 two = ball(start, toward, till);
  vec2 hit = vec2(min(one.x, two.x), max(one.y, two.y));
  vec3 axis = till - from;
  float size = dot(axis, axis);
  if (size < 1e-6) return hit;
  vec3 to = start - from;
  float ad = dot(axis, toward);
  float ao = dot(axis, to);
  float a = size - ad * ad;
  if (a < 1e-6 * size) return hit;
  float b = size * dot(to, toward) - ao * ad;
  float c = size * dot(to, to) - ao * ao - radius * radius * size;
  float h = b * b - a * c;
  if (h < 0.0) return hit;
  h = sqrt(h);
  float near = (-b - h) / a;
  float far = (-b + h) / a;
  float atNear = ao + near * ad;
  float atFar = ao + far * ad;
  if (atNear > 0.0 && atNear < size) hit.x = min(hit.x, near);
  if (atFar > 0.0 && atFar < size) hit.y = max(hit.y, far);
  return hit;
}
/* The way of the tube in the picture, of length 1. */
vec2 onScreenWay() {
  vec2 way = vec2(dot(till - from, right), dot(till - from, up));
  return dot(way, way) > 1e-6 ? normalize(way) : vec2(1, 0);
}
vec3 onAxis(vec3 at) {
  vec3 axis = till - from;
  return from + axis * clamp(dot(at - from, axis) / max(dot(axis, axis), 1e-6), 0.0, 1.0);
}
void main() {
  bool isHead = (bits & 2) != 0;
  float s = clamp(place.x, 0.0, len);
  float off = length(place - vec2(s, 0.0));
  float width = radius;
  if (isHead && place.x > 0.0) {
    width = radius * clamp(1.0 - place.x / max(len, 1e-3), 0.0, 1.0);
    off = abs(place.y);
  }
  float cover = clamp((width - off) / pixel + 0.5, 0.0, 1.0);
  if (cover <= 0.0) discard;
  vec3 toward = -toEye;
  vec3 shade;
  float start = 0.0;
  bool isHollow = (bits & 1) != 0;
  if (isHead) {
    if (any(lessThan(point, clipLow)) || any(greaterThan(point, clipHigh))) discard;
    shade = mix(colour, vec3(1.0), 0.3);
  } else {
    /* At the very edge the line is moved in, so that it meets something. */
    float inward = off > 0.985 * radius ? 0.985 * radius / off - 1.0 : 0.0;
    vec2 way = onScreenWay();
    vec2 shift = (place - vec2(s, 0.0)) * inward;
    vec3 origin = point + (right * way.x + up * way.y) * shift.x + (right * -way.y + up * way.x) * shift.y;
    vec2 hit = through(origin, toward);
    if (hit.x > hit.y) discard;
    start = hit.x;
    bool isCut = false;
    if (isOpen) {
      vec3 safe = mix(toward, vec3(1e-6), lessThan(abs(toward), vec3(1e-6)));
      vec3 a = (clipLow - origin) / safe;
      vec3 b = (clipHigh - origin) / safe;
      vec3 near = min(a, b);
      vec3 far = max(a, b);
      float enter = max(near.x, max(near.y, near.z));
      if (max(start, enter) > min(hit.y, min(far.x, min(far.y, far.z)))) discard;
      isCut = enter > start;
      start = max(start, enter);
    }
    vec3 at = origin + toward * start;
    vec3 out_ = at - onAxis(at);
    if (isCut) shade = mix(lumen, colour, smoothstep(0.55, 0.68, length(out_) / radius));
    else {
      vec3 normal = out_ / radius;
      float facing = dot(normal, toEye);
      float lit = 0.5 + 0.5 * (0.602 * facing + 0.683 * dot(normal, up) - 0.414 * dot(normal, right));
      shade = colour * (0.36 + 0.84 * lit * lit + 0.08 * facing);
      if (isHollow) {
        shade = mix(shade, ground, 0.7 * smoothstep(0.55, 0.8, facing));
        if (dashed() < 0.5) discard;
      } else {
        shade = mix(shade, vec3(1.0), 0.26 * marks(place.y / radius) * smoothstep(0.2, 0.6, facing));
        float gloss = lit * lit * lit * lit;
        shade += 0.16 * gloss * gloss * facing;
      }
      shade *= mix(0.5, 1.0, smoothstep(0.0, 0.45, facing));
    }
  }
  float depth = dot(point + toward * start, toEye);
  float away = clamp((depths.y - depth) / max(depths.y - depths.x, 1.0), 0.0, 1.0);
  shade = mix(shade, ground, 0.5 * away);
  gl_FragDepth = gl_FragCoord.z - 0.5 * projectionMatrix[2][2] * start;
  result = vec4(shade, cover);
}
`

/**
 * A stroke of fibres: its middle and half of its way at full alignment. `w` of the second is the voxel's edge; the look is opacity and how coarse a
 * raster still has it: 0, 1, 2 for every, every second, every fourth voxel.
 */
export const FIBRE_VERTEX = /* glsl */ `
${BETWEEN}
out vec2 place;
out vec3 point;
flat out float len;
flat out float width;
flat out float opacity;
void main() {
  fetch();
  /* Strokes stand some pixels apart, whatever the zoom: the farther away, the fewer and the longer. */
  float step_ = clamp(ceil(log2(7.0 * pixel / second.w)), 0.0, 3.0);
  float grown = exp2(step_);
  opacity = look.g / 255.0;
  if (look.r + 0.5 < step_) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  vec3 from = first.xyz - second.xyz * grown;
  vec2 way = onScreen(second.xyz * 2.0 * grown);
  vec2 a = onScreen(from);
  len = length(way);
  vec2 along = len > 1e-3 ? way / len : vec2(1, 0);
  width = max(0.6 * pixel, 0.04 * second.w * grown);
  float reach = width + pixel;
  place = vec2(mix(-reach, len + reach, corner.x), corner.y * reach);
  vec2 at = a + along * place.x + vec2(-along.y, along.x) * place.y;
  point = right * at.x + up * at.y + toEye * dot(first.xyz, toEye);
  gl_Position = projectionMatrix * viewMatrix * vec4(point, 1.0);
}
`

export const FIBRE_FRAGMENT = /* glsl */ `
${SHARED}
uniform vec3 tint;
in vec2 place;
in vec3 point;
flat in float len;
flat in float width;
flat in float opacity;
out vec4 result;
void main() {
#ifdef SPATIAL
  if (any(lessThan(point, clipLow)) || any(greaterThan(point, clipHigh))) discard;
#endif
  float off = length(place - vec2(clamp(place.x, 0.0, len), 0.0));
  /* Thin at both ends. */
  float share = len > 1e-3 ? clamp(place.x / len, 0.0, 1.0) : 0.5;
  float taper = mix(0.45, 1.0, 4.0 * share * (1.0 - share));
  float cover = clamp((width * taper - off) / pixel + 0.5, 0.0, 1.0);
  vec3 shade = tint;
#ifdef SPATIAL
  float away = clamp((depths.y - dot(point, toEye)) / max(depths.y - depths.x, 1.0), 0.0, 1.0);
  shade = mix(shade, ground, 0.5 * away);
#endif
  result = vec4(shade, cover * opacity);
  if (result.a < 0.01) discard;
}
`
