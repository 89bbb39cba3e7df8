"""What the endpoint says of itself to programs."""


def service_description(endpoint: str) -> str:
    """Return what the endpoint can do, in Turtle (https://www.w3.org/TR/sparql11-service-description/)."""
    forms = ["SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"]
    forms += ["Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"]
    formats = ",\n        ".join(f"<http://www.w3.org/ns/formats/{form}>" for form in forms)
    return f"""@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .

[] a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {formats} ;
    sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .
"""
