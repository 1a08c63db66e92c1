"""Azure OpenAI in a box: resources, deployments, capacity, faults, and a count of what was really served.

A request's way: ``connection`` (bytes) → ``site`` (which port, control or API) → ``resource`` (key, route, deployment,
fault, capacity) → ``apis`` (one file per API: reads the request, makes the answer) → ``player`` (bytes, at the
deployment's pace and with the fault) → ``truth`` (what was served).

It knows nothing of the gate: even paths and forms are read here anew, so that the two cannot share a mistake.
"""
