"""A list of parks as GeoJSON (RFC 7946), whose coordinates are WGS-84 by definition."""

import json

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import override

from editorial.bilingual import reading_language
from parks.filters import ParkFilterSet
from portal.maps.spots import spots
from portal.outputs.pages import origin_of
from portal.outputs.views import PublicOutput, answer_for_problems

ROWS_AT_ONCE = 500


class ParkGeoJSON(PublicOutput):
    """The whole list, narrowed and ordered by the address like its page."""

    def get(self, request):
        asked = ParkFilterSet(request.GET, request=request, paged=False)
        if problems := asked.problems():
            return answer_for_problems(request, "parks", problems)
        pieces = [] if request.method == "HEAD" else written(asked, origin_of(request), reading_language())
        headers = {"Content-Disposition": 'attachment; filename="parkatlas-parks.geojson"'}
        return StreamingHttpResponse(pieces, content_type="application/geo+json", headers=headers)


def written(asked, origin, language):
    """Yield the collection in pieces. What has no place in WGS-84 comes with a geometry of null, and is counted at the end."""
    yield b'{"type":"FeatureCollection","features":['
    count = without = 0
    for rows in asked.keyset.chunks(asked.qs, ROWS_AT_ONCE):
        with override(language):  # Never across a yield: what is read in between may be in another language.
            features = [feature(spot, origin) for spot in spots(rows)]
        texts = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in features]
        yield ((",\n" if count else "\n") + ",\n".join(texts)).encode() if texts else b""
        count += len(features)
        without += sum(one["geometry"] is None for one in features)
    yield f'\n],"parks":{count},"parks_without_geometry":{without}}}\n'.encode()


def feature(spot, origin):
    park = spot.park
    region = park.region if park.region is not None and park.region.is_public else None
    return {
        "type": "Feature",
        "id": str(park.pk),
        "geometry": geometry(spot),
        "properties": {
            "name": str(park.name),
            "name_en": park.name_en,
            "name_zh": park.name_zh,
            "slug": park.slug,
            "url": f"{origin}{reverse('parks:detail', args=[park.slug])}",
            "kind": park.kind,
            "level": park.level,
            "region": region.slug if region is not None else None,
            "position": spot.known,
            "position_region": spot.point.slug if spot.known == "middle_of_region" else None,
            "latitude_as_stated": stated(spot, "latitude"),
            "longitude_as_stated": stated(spot, "longitude"),
            "datum": spot.datum or None,
        },
    }


def geometry(spot):
    if not spot.is_wgs84:
        return None
    return {"type": "Point", "coordinates": [float(spot.point.longitude), float(spot.point.latitude)]}


def stated(spot, name):
    return float(getattr(spot.point, name)) if spot.point is not None else None
